/** Robots' events by stream and by poll. */

import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import * as sdk from '../src/index.js';
import { Sandbox } from './kit/sandbox.js';
import { json, type Seen, type Server, serve } from './kit/server.js';

const ROBOT_KEY = 'lag_robot_CaNaRy7f3a';

let lag: Sandbox;
before(async () => {
  lag = await Sandbox.start({
    faults: ['truncate:robots.events.sse:0.5:400', 'drop_before:robots.events.poll:0.3'],
    keepalive_seconds: 0.2,
  });
});

function robotOf(server: Server, options: Partial<sdk.LagClientOptions> = {}): sdk.LagClient {
  return new sdk.LagClient({ token: ROBOT_KEY, baseUrl: server.url, pacing: 'off', ...options });
}

/** Begin a response of events. */
function begin(response: ServerResponse, text = ''): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(`: hello\n\n${text}`);
}

function textOf(...ids: readonly number[]): string {
  const block = (id: number) =>
    `id: ${id}\ndata: {"type":"room.message","data":{"content":"m${id}"}}\n\n`;
  return ids.map(block).join('');
}

/** Return the ids of the next events. */
async function take(events: AsyncGenerator<sdk.RobotEvent>, count: number): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < count) {
    const { done, value } = await events.next();
    if (done) break;
    ids.push(value.id ?? '');
  }
  return ids;
}

/** Serve streams: each connection gets what `answer` writes, until it ends or is left open. */
function streams(answer: (request: Seen, response: ServerResponse, count: number) => unknown) {
  return serve(answer);
}

function lastIds(server: Server): (string | undefined)[] {
  return server.seen.map(({ headers }) => headers['last-event-id'] as string | undefined);
}

test('a stream delivers each event once and typed, through connections that break', async () => {
  const bot = lag.robot({ pacing: 'off' });
  const events = bot.robots.events.stream();
  const sam = lag.client();
  const texts = Array.from({ length: 20 }, (_, index) => `event ${index}`);
  const first = events.next();
  const heard: string[] = [];
  const sending = (async () => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    for (const content of texts) {
      await sam.servers.rooms.messages.send(lag.serverId, lag.roomId, { content });
    }
  })();
  for (let result = await first; !result.done; result = await events.next()) {
    const event = result.value;
    if (event.type !== 'room.message') continue;
    const content: string | null | undefined = event.data.content;
    if (content) heard.push(content);
    if (content === texts.at(-1)) break;
  }
  await events.return();
  await sending;
  assert.deepEqual(heard, texts.slice(-heard.length));
  assert.ok(heard.length >= texts.length - 1, `${heard.length} heard`);
  assert.ok(((await lag.ask<{ truncate?: number }>('struck')).truncate ?? 0) > 0);
});

test('polling delivers each event once, through failures', async () => {
  const bot = lag.robot({ pacing: 'off' });
  const events = bot.robots.events.polling({ pauseMs: 10 });
  const sam = lag.client();
  const first = events.next();
  const texts = ['poll 1', 'poll 2', 'poll 3'];
  for (const content of texts) {
    await sam.servers.rooms.messages.send(lag.serverId, lag.roomId, { content });
  }
  const heard: string[] = [];
  for (let result = await first; !result.done; result = await events.next()) {
    const { data } = result.value;
    if (typeof data.content === 'string' && data.content.startsWith('poll')) {
      heard.push(data.content);
    }
    if (heard.length === texts.length) break;
  }
  await events.return();
  assert.deepEqual(heard, texts);
});

test('a stream resumes after the last event, and passes over what it delivered', async () => {
  const server = await streams((_, response, count) => {
    begin(response, count === 1 ? textOf(1, 2) : textOf(2, 3));
    if (count === 1) response.end();
  });
  const events = robotOf(server).robots.events.stream();
  assert.deepEqual(await take(events, 3), ['1', '2', '3']);
  assert.deepEqual(lastIds(server), [undefined, '2']);
  const { headers } = server.seen[0] ?? assert.fail();
  assert.equal(headers.accept, 'text/event-stream');
  await events.return();
});

test('the cursor moves when the next event is asked for, or on `confirm`', async () => {
  const server = await streams((_, response) => begin(response, textOf(1, 2, 3)));
  const saved: string[] = [];
  const cursor = { load: async () => undefined, save: async (id: string) => saved.push(id) };
  const events = robotOf(server).robots.events.stream({ cursor });
  await take(events, 1);
  assert.deepEqual(saved, []);
  await take(events, 1);
  assert.deepEqual(saved, ['1']);
  await events.confirm();
  await events.confirm();
  assert.deepEqual(saved, ['1', '2']);
  await events.return();
});

test('a cursor in a file is where the next start resumes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lag-'));
  const path = join(folder, 'cursor');
  try {
    const server = await streams((_, response) => begin(response, textOf(1, 2)));
    const { events } = robotOf(server).robots;
    const first = events.stream({ cursor: path });
    await take(first, 2);
    await first.return();
    assert.equal(await readFile(path, 'utf8'), '1\n');
    await take(events.stream({ cursor: path }), 1);
    assert.deepEqual(lastIds(server), [undefined, '1']);
    assert.deepEqual(await readdir(folder), ['cursor']);
    await writeFile(path, 'no\u0007thing');
    await assert.rejects(events.stream({ cursor: path }).next(), sdk.LagInvalidRequestError);
    const nowhere = join(folder, 'no', 'cursor');
    await assert.rejects(events.stream({ cursor: nowhere }).next(), sdk.LagInvalidRequestError);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a cursor that cannot be saved is refused before the first event', async () => {
  const server = await streams((_, response) => begin(response, textOf(1)));
  const cursor = {
    load: () => '1',
    save: () => {
      throw new Error('disk full');
    },
  };
  await assert.rejects(robotOf(server).robots.events.stream({ cursor }).next(), /disk full/);
  assert.equal(server.seen.length, 0);
});

test('a cursor that the API does not know any more is a gap', async () => {
  const server = await streams(({ headers }, response) => {
    if (headers['last-event-id'])
      json(response, { error: 'Bad Request', message: 'Unknown event' }, 400);
    else begin(response, textOf(9));
  });
  const { events } = robotOf(server).robots;
  const after = events.stream({ after: '5' });
  const lost = await after.next().catch((error) => error);
  assert.ok(lost instanceof sdk.LagCursorError);
  assert.deepEqual([lost.cursor, lost.status, lost.route], ['5', 400, 'robots.events.stream']);
  const gaps: (string | null)[] = [];
  const lenient = events.stream({ after: '5', onGap: ({ cursor }) => gaps.push(cursor) });
  assert.deepEqual(await take(lenient, 1), ['9']);
  assert.deepEqual(gaps, ['5']);
  await lenient.return();
});

test('a stream that breaks before its first event is a gap', async () => {
  const server = await streams((_, response, count) => {
    begin(response, count > 1 ? textOf(1) : '');
    if (count === 1) response.end();
  });
  const gaps: (string | null)[] = [];
  const onGap = ({ cursor }: sdk.LagCursorError) => gaps.push(cursor);
  const events = robotOf(server).robots.events.stream({ onGap });
  assert.deepEqual(await take(events, 1), ['1']);
  assert.deepEqual(gaps, [null]);
  await events.return();
});

test('a connection without a sign of life is opened again', async () => {
  const server = await streams((_, response, count) => {
    begin(response, count === 1 ? textOf(1) : textOf(2));
  });
  const events = robotOf(server).robots.events.stream({ silenceMs: 50 });
  assert.deepEqual(await take(events, 2), ['1', '2']);
  await events.return();
});

test('what spoils a stream costs a connection, and the second time only itself', async () => {
  const server = await streams((_, response, count) => {
    begin(response, `${count === 1 ? textOf(1) : ''}<garbage>\n${textOf(2)}`);
  });
  const events = robotOf(server).robots.events.stream();
  assert.deepEqual(await take(events, 2), ['1', '2']);
  assert.equal(server.seen.length, 2);
  await events.return();
  const broken = await streams((_, response) => begin(response, 'id: 7\ndata: {"type\n\n'));
  const other = robotOf(broken).robots.events.stream();
  const { value } = await other.next();
  assert.deepEqual([value?.id, value?.raw], ['7', '{"type']);
  assert.equal(broken.seen.length, 2);
  await other.return();
});

test('failures that pass are waited for, others are raised', async () => {
  const answers: [number, unknown][] = [
    [503, null],
    [502, null],
    [429, null],
  ];
  const server = await streams((_, response, count) => {
    const answer = answers[count - 1];
    if (answer) json(response, answer[1], answer[0], { 'retry-after': '0' });
    else begin(response, textOf(1));
  });
  const notices: sdk.RetryNotice[] = [];
  const onRetry = (notice: sdk.RetryNotice) => notices.push(notice);
  const events = robotOf(server, { onRetry }).robots.events.stream();
  assert.deepEqual(await take(events, 1), ['1']);
  assert.deepEqual(
    notices.map(({ attempts, error }) => [attempts, error.status]),
    [
      [1, 503],
      [2, 502],
      [3, 429],
    ],
  );
  await events.return();
  const refused = await serve((_, response) => json(response, { message: 'No.' }, 401));
  const { events: other } = robotOf(refused).robots;
  await assert.rejects(other.stream().next(), sdk.LagAuthError);
  await assert.rejects(other.polling().next(), sdk.LagAuthError);
});

test('a refusal that is not of the API is waited out, once there was a success', async () => {
  const server = await streams((_, response, count) => {
    if (count === 2) return response.writeHead(400).end('<html>not available</html>');
    if (count === 3) return json(response, { message: 'no Route matched' }, 404);
    begin(response, textOf(count));
    return count === 1 && response.end();
  });
  const events = robotOf(server).robots.events.stream();
  assert.deepEqual(await take(events, 2), ['1', '4']);
  await events.return();
  const first = await serve((_, response) => response.writeHead(400).end('<html>'));
  const never = robotOf(first).robots.events.stream({ after: 'evt_1' }).next();
  await assert.rejects(never, sdk.LagBadRequestError);
});

test('leaving the loop closes the connection', async () => {
  let closed = 0;
  const server = await streams((_, response) => {
    response.on('close', () => (closed += 1));
    begin(response, textOf(1, 2));
  });
  for await (const event of robotOf(server).robots.events.stream()) {
    assert.equal(event.id, '1');
    break;
  }
  while (closed === 0) await new Promise((resolve) => setImmediate(resolve));
});

test('a waiting stream ends on `return` without an error, and on its signal with one', async () => {
  const server = await streams((_, response) => begin(response));
  const { events } = robotOf(server).robots;
  const returned = events.stream();
  const waiting = returned.next();
  while (server.seen.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await returned.return();
  assert.deepEqual(await waiting, { done: true, value: undefined });
  assert.deepEqual(await returned.next(), { done: true, value: undefined });
  const controller = new AbortController();
  const aborted = events.stream({ signal: controller.signal }).next();
  setTimeout(() => controller.abort(), 20);
  await assert.rejects(aborted, sdk.LagAbortError);
  await assert.rejects(events.stream({ signal: AbortSignal.abort() }).next(), sdk.LagAbortError);
});

test('a signal that aborts while an event is handled ends the stream at once', async () => {
  const server = await streams((_, response) => begin(response, textOf(1)));
  const controller = new AbortController();
  const { signal } = controller;
  const handling = (async () => {
    for await (const _ of robotOf(server).robots.events.stream({ signal })) controller.abort();
  })();
  await assert.rejects(handling, sdk.LagAbortError);
});

test('a cursor that cannot be saved any more ends the stream and its connection', async () => {
  let closed = 0;
  const server = await streams((_, response) => {
    response.on('close', () => (closed += 1));
    begin(response, textOf(1, 2));
  });
  const full = new Error('the disk is full');
  const cursor = { load: () => null, save: () => Promise.reject(full) };
  const events = robotOf(server).robots.events.stream({ cursor });
  assert.equal((await events.next()).done, false);
  await assert.rejects(events.next(), full);
  assert.deepEqual(await events.next(), { done: true, value: undefined });
  while (closed === 0) await new Promise((resolve) => setImmediate(resolve));
});

test('a fetch without streams is refused, because nothing would ever arrive', async () => {
  const headers = new Headers({ 'content-type': 'text/event-stream' });
  const fetch = async () => ({ status: 200, headers, text: async () => '' });
  const robot = new sdk.LagClient({ token: ROBOT_KEY, fetch });
  await assert.rejects(robot.robots.events.stream().next(), sdk.LagInvalidRequestError);
});

test('options of listeners are checked at once', () => {
  const { events } = new sdk.LagClient({ token: ROBOT_KEY }).robots;
  for (const options of [
    { cursor: 5 },
    { cursor: '' },
    { cursor: {} },
    { after: 'a\nb' },
    { onGap: 'ignore' },
    { silenceMs: 0 },
    { pauseMs: 5 },
    { signal: {} },
    5,
  ]) {
    const wrong = options as unknown as sdk.StreamOptions;
    assert.throws(() => events.stream(wrong), sdk.LagInvalidRequestError, JSON.stringify(options));
  }
  const wrong = { pauseMs: -1 };
  assert.throws(() => events.polling(wrong), sdk.LagInvalidRequestError);
});

test('an event is narrowed by its type', () => {
  const name = (event: sdk.RobotEvent): string => {
    switch (event.type) {
      case 'room.message':
        return `${event.data.senderName}: ${event.data.content}`;
      case 'voice.leave':
        return `${event.data.username} ${event.data.duration?.toFixed(0)}`;
      default:
        return event.type;
    }
  };
  const common = { id: null, serverId: null, timestamp: null, raw: null };
  const data = { senderName: 'Sam', content: 'hi' };
  assert.equal(name({ ...common, type: 'room.message', data }), 'Sam: hi');
});
