/** What programs for the published 0.2.0 import is there, and is called as before. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import * as sdk from '../src/index.js';
import { root } from './kit/paths.js';
import { json, script, serve } from './kit/server.js';

const VALUES = [
  'LagClient LagApiError LagAuthError LagPermissionError LagNotFoundError LagConflictError',
  'LagRateLimitError LagServerError LagConnectionError LagInvalidTokenError paginate SDK_VERSION',
  'USER_AGENT SystemResource UsersResource FriendsResource DmsResource ServersResource',
  'ServerInvitesResource ServerMembersResource ServerRolesResource RoomsResource',
  'RoomMessagesResource EventsResource EventGuestsResource EventTemplatesResource ImagesResource',
  'hasPermission Permission IMAGE_MAX_SIZE_BYTES',
].flatMap((line) => line.split(' '));

test('every value of 0.2.0 is exported', () => {
  assert.deepEqual(
    VALUES.filter((name) => !(name in sdk)),
    [],
  );
  assert.equal(VALUES.length, 30);
  assert.equal(sdk.IMAGE_MAX_SIZE_BYTES, 26_214_400);
  assert.ok(sdk.hasPermission(sdk.Permission.KICK_MEMBERS | 1, sdk.Permission.KICK_MEMBERS));
  assert.ok(!sdk.hasPermission(1, sdk.Permission.KICK_MEMBERS));
});

test('the version is that of the package', async () => {
  const text = await readFile(`${root}/package.json`, 'utf8');
  assert.equal(sdk.SDK_VERSION, JSON.parse(text).version);
  assert.equal(sdk.USER_AGENT, `lagapp-sdk-js/${sdk.SDK_VERSION}`);
});

test('requests have the headers, paths and queries of 0.2.0', async () => {
  const server = await serve((_, response) => json(response, { messages: [], hasMore: false }));
  const options = { baseUrl: server.url };
  const user = new sdk.LagClient({ token: 'lag_pat_t', ...options });
  const robot = new sdk.LagClient({ token: 'lag_robot_t', ...options });
  await user.servers.rooms.messages.list('s', 'r', { cursor: 'c', limit: 5 });
  await robot.servers.rooms.messages.list('s', 'r');
  const [first, second] = server.seen;
  assert.equal(first?.url, '/servers/s/rooms/r/messages?limit=5&cursor=c');
  assert.equal(second?.url, '/robots/@me/servers/s/rooms/r/messages');
  assert.equal(first?.headers.authorization, 'Bearer lag_pat_t');
  assert.equal(second?.headers.authorization, 'Robot lag_robot_t');
  assert.equal(first?.headers.accept, 'application/json');
  assert.equal(first?.headers['user-agent'], sdk.USER_AGENT);
  assert.equal(first?.headers['content-type'], undefined);
});

test('an answer that is only a stub of its type is accepted', async () => {
  const server = await serve(script([200, { id: 'm1' }], [200, []], [201, { id: 'm1' }]));
  const client = new sdk.LagClient({ token: 'lag_pat_t', baseUrl: server.url });
  assert.deepEqual(await client.users.me(), { id: 'm1' });
  assert.deepEqual(await client.servers.list(), []);
  const sent = await client.servers.rooms.messages.send('s', 'r', { content: 'hi' });
  assert.deepEqual(sent, { id: 'm1' });
});

test('attempts are counted as before, on reads', async () => {
  for (const [answers, options, expected] of [
    [[502, 200], {}, 2],
    [[503, 503, 503, 200], { maxRetries: 2 }, 3],
    [[400], {}, 1],
  ] as const) {
    const server = await serve(script(...answers.map((status) => [status, []] as [number, []])));
    const client = new sdk.LagClient({ token: 'lag_pat_t', baseUrl: server.url, ...options });
    await client.servers.list().catch(() => {});
    assert.equal(server.seen.length, expected);
  }
});

test('a token is required by the constructor, in its type too', () => {
  // @ts-expect-error: the token is missing
  assert.throws(() => new sdk.LagClient({}), /token/);
});
