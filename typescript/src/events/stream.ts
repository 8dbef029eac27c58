/**
 * The stream of a robot's events: opened, read, and opened again where it broke off.
 *
 *     load the cursor -> [open -> [read -> deliver -> save]* -> wait]*
 *
 * - An event is delivered once: ids that were delivered lately are remembered. Its id is saved when
 *   the caller asks for the next one: a program that is killed in between gets it again.
 * - A connection that brings neither event nor keepalive for too long is given up.
 * - After a break the stream is asked for what came after the last event. Where that cannot be, or
 *   is not known, events may be missing: that is a gap, and never passes in silence.
 * - What is not understood costs the connection, not the event: it is asked for once more, and then
 *   delivered as an `UnknownEvent`.
 */

import { pathFor } from '../admission.js';
import { errorOf, isEnvelope } from '../decode.js';
import { LagCursorError } from '../errors.js';
import { aborted, noResponse, place, turnOf } from '../flow.js';
import type { RobotEvent } from '../generated/models.js';
import { build, type Request } from '../request.js';
import { type Failure, isFailure, retryAfter } from '../retry.js';
import type { Named } from '../route.js';
import { type Settings, unfit } from '../settings.js';
import { limited, type Reply, send } from '../transport.js';
import type { Cursor } from '../types.js';
import { isSendable, loadedFrom } from './cursor.js';
import { eventFrom } from './event.js';
import { type Delivery, LONGEST_RETRY_MS, Position } from './position.js';
import { type Block, Blocks, GarbageError } from './sse.js';

// A connection that held for so long was a good one: the next wait is a short one again.
const LASTED_MS = 30_000;

export interface Listening {
  readonly cursor: Cursor;
  readonly after: string | null;
  readonly onGap: 'raise' | ((gap: LagCursorError) => unknown);
  readonly silenceMs: number;
}

/** Yield the events of a stream, without an end. */
export async function* stream(
  route: Named,
  base: Settings,
  how: Listening,
): AsyncGenerator<Delivery, void, undefined> {
  const settings: Settings = { ...base, deadlineMs: Infinity }; // that of calls: a stream has none
  const { clock, signal } = settings;
  const asked = { accept: 'text/event-stream', 'cache-control': 'no-store' };
  const headers = { ...settings.headers, ...asked };
  const path = pathFor(route, settings.kind);
  const position = new Position(route, settings);
  position.id = (await loadedFrom(how.cursor)) ?? how.after;
  position.isNew(position.id);
  const tell = async (gap: LagCursorError) => {
    place(gap, route, route, position.attempt, 'refused');
    if (how.onGap !== 'raise') await how.onGap(gap);
  };
  while (!signal?.aborted) {
    const began = clock.now();
    const resumed = position.id === null ? headers : { ...headers, 'last-event-id': position.id };
    const request = build(route, { path: [], fields: {} }, settings.baseUrl, path, resumed);
    const outcome = yield* connection(route, request, settings, how, position);
    if (signal?.aborted) break;
    if (clock.now() - began >= LASTED_MS) position.attempt = 0;
    const problem = isFailure(outcome)
      ? noResponse(outcome, settings, settings.timeoutMs)
      : errorOf(outcome, retryAfter(outcome, clock.date()));
    // Another 400 is that of a proxy.
    if (problem.status === 400 && position.id !== null && isEnvelope(problem.body)) {
      const gap = new LagCursorError(
        `The API does not know the event ${JSON.stringify(position.id)} any more: what came ` +
          `after it may be lost (${problem.message})`,
        position.id,
        problem,
      );
      await tell(gap);
      if (how.onGap === 'raise') throw gap;
      position.id = null;
      continue;
    }
    await position.waitAfter(problem);
    if (position.wasOpen && position.id === null) {
      // It was listening, and is not now; what happens in between is not known.
      position.wasOpen = false;
      const until = 'what happens until it is open again may be lost';
      await tell(new LagCursorError(`The stream broke off before its first event: ${until}`));
    }
  }
  throw place(aborted(settings), route, route, position.attempt, 'refused');
}

/** One connection, until it is refused or breaks off. */
async function* connection(
  route: Named,
  request: Request,
  settings: Settings,
  how: Listening,
  position: Position,
): AsyncGenerator<Delivery, Reply | Failure, undefined> {
  const turn = await turnOf(route, settings.clock.now(), settings);
  const closing = new AbortController();
  const within = <T>(ms: number, work: () => Promise<T>) =>
    limited(closing, ms, settings.signal, work);
  try {
    const opened = await within(settings.timeoutMs, () => send(request, settings, closing.signal));
    turn.end(!isFailure(opened) || opened.sent);
    if (isFailure(opened)) return opened;
    const { status, headers } = opened;
    if (status !== 200) {
      const text = await within(settings.timeoutMs, () => opened.text());
      return { status, headers, text: typeof text === 'string' ? text : '' };
    }
    const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
    if (type !== 'text/event-stream') {
      return broken(`The response must be text/event-stream, not ${type || 'without a type'}`);
    }
    position.wasOpen = true;
    position.connect();
    if (opened.body === null) return broken('The stream ended');
    if (typeof opened.body?.getReader !== 'function') {
      throw unfit('fetch', 'one whose responses have a stream as `body`', opened.body);
    }
    const reader = opened.body.getReader();
    const blocks = new Blocks();
    for (;;) {
      const piece = await within(how.silenceMs, () => reader.read());
      if ('phase' in piece) return piece;
      if (!piece.value) return broken('The stream ended');
      blocks.isStrict = !position.isSpoiled;
      for (const block of blocks.feed(piece.value)) {
        if (block.retryMs !== null) position.retryMs = Math.min(block.retryMs, LONGEST_RETRY_MS);
        if (!block.id && !block.data && !block.isCut) continue;
        yield* delivered(block, how.cursor, position);
        blocks.isStrict = true;
      }
    }
  } catch (error) {
    if (!(error instanceof GarbageError)) throw error;
    position.isSpoiled = true;
    return broken(error.message);
  } finally {
    closing.abort();
  }
}

function broken(message: string): Failure {
  return { phase: 'read', sent: true, message };
}

async function* delivered(
  block: Block,
  cursor: Cursor,
  position: Position,
): AsyncGenerator<Delivery, void, undefined> {
  const event = eventOf(block, position.isSpoiled);
  position.isSpoiled = false;
  const { id } = block;
  if (!position.isNew(id)) return;
  const acknowledge = isSendable(id) ? async () => cursor.save(id) : async () => {};
  if (isSendable(id)) position.id = id;
  if (!event) return void (await acknowledge());
  position.succeed();
  yield { event, acknowledge };
}

/** Return the event of a block; null if it only says how far the stream is. */
function eventOf(block: Block, isLenient: boolean): RobotEvent | null {
  const { id, type, data, stray } = block;
  if (block.isCut) return eventFrom({ type, data: null }, id);
  let payload: unknown = null;
  for (const text of [data, stray && `${data}\n${stray}`]) {
    if (!text || (typeof payload === 'object' && payload)) continue;
    try {
      payload = JSON.parse(text);
    } catch {
      payload = text;
    }
  }
  const isObject = typeof payload === 'object' && payload !== null && !Array.isArray(payload);
  if (!isObject && !isLenient) throw new GarbageError('An event cannot be decoded');
  return payload === null && id ? null : eventFrom(payload, id, type);
}
