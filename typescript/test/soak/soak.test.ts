/**
 * Thousands of calls to an API that fails in every way: no message twice, no false success.
 *
 * Usage: npm run soak, or CALLS=10000 SEED=7 npm run soak
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as sdk from '../../src/index.js';
import { Sandbox } from '../kit/sandbox.js';

const CALLS = Number(process.env.CALLS ?? 10_000);
const SEED = Number(process.env.SEED ?? 1);
const WORKERS = 24;
const FAULTED = [
  'system.*',
  'users.*',
  'servers.rooms.messages.send',
  'servers.rooms.messages.edit',
  'dms.send_message',
  'events.create',
];
const FAULTS = FAULTED.flatMap((routes) => [
  `drop_after:${routes}:0.06`,
  `drop_before:${routes}:0.04`,
  `drop_late:${routes}:0.02:0.2`,
  `error:${routes}:0.04`,
  `error:${routes}:0.03:502`,
  `error:${routes}:0.03:503`,
  `truncate:${routes}:0.03`,
  `garbage:${routes}:0.02`,
  `rate_limit:${routes}:0.02:0.01`,
]);

test(`${CALLS} calls with faults: none twice, none falsely fine`, async () => {
  const lag = await Sandbox.start({ faults: FAULTS, seed: SEED });
  const sam = lag.client();
  const mira = lag.client({}, 'mira');
  const [conversation] = await mira.dms.list();
  const { serverId, roomId } = lag;
  const outcomes = new Map<string, string>();
  const counts: Record<string, number> = {};
  let wrong = 0;

  /** Note what became of something that is to be there once, or not at all. */
  const once = async (text: string, call: Promise<{ content?: string; title?: string }>) => {
    try {
      const { content, title } = await call;
      if ((content ?? title) !== text) wrong += 1;
      outcomes.set(text, 'fine');
    } catch (error) {
      if (!(error instanceof sdk.LagApiError)) throw error;
      outcomes.set(text, error.outcome);
    }
  };
  let next = 0;
  const work = async () => {
    while (next < CALLS) {
      const index = next++;
      const text = `call ${index}`;
      const kind =
        ['room', 'room', 'room', 'dm', 'event', 'read', 'read', 'status'][index % 8] ?? '';
      counts[kind] = (counts[kind] ?? 0) + 1;
      const body = { content: text };
      if (kind === 'room')
        await once(text, sam.servers.rooms.messages.send(serverId, roomId, body));
      if (kind === 'dm') await once(text, mira.dms.sendMessage(conversation?.id ?? '', body));
      if (kind === 'event') {
        const event = { title: text, startsAt: '2030-01-01T00:00:00Z' };
        await once(text, sam.events.create(serverId, event));
      }
      const failed = (error: unknown) => {
        if (!(error instanceof sdk.LagApiError)) throw error;
        return null;
      };
      if (kind === 'read') {
        const me = await sam.users.me().catch(failed);
        if (me && me.username !== 'sam') wrong += 1;
      }
      if (kind === 'status') {
        const status = await sam.system.status().catch(failed);
        if (status && typeof status.outage !== 'boolean') wrong += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
  await new Promise((resolve) => setTimeout(resolve, 1000)); // what comes late has come

  const stored = new Map<string, number>();
  const note = (text: string) => stored.set(text, (stored.get(text) ?? 0) + 1);
  const room = sam.servers.rooms.messages.iter(serverId, roomId, { limit: 100 });
  for await (const { content } of room.items()) note(content);
  const dms = mira.dms.iterMessages(conversation?.id ?? '', { limit: 100 });
  for await (const { content } of dms.items()) note(content);
  for (const { title } of (await sam.events.list(serverId)).events) note(title);

  const tally: Record<string, number> = {};
  const problems: string[] = [];
  for (const [text, outcome] of outcomes) {
    const times = stored.get(text) ?? 0;
    tally[outcome] = (tally[outcome] ?? 0) + 1;
    const least = outcome === 'fine' || outcome === 'applied' ? 1 : 0;
    const most = outcome === 'refused' || outcome === 'not_sent' ? 0 : 1;
    if (times < least || times > most) problems.push(`${text}: ${outcome}, stored ${times} times`);
  }
  const struck = await lag.ask<Record<string, number>>('struck');
  console.log(JSON.stringify({ calls: CALLS, counts, tally, struck, wrong }));
  assert.deepEqual(problems, []);
  assert.equal(wrong, 0);
});
