/**
 * Look: whether a message was posted although the response to its send is lost.
 *
 * The newest messages are listed. One of them is ours if its author is the token's owner, text,
 * reply and image are those that were sent, no earlier response was about it, and it is not older
 * than the call by the server's own clock (the Date of the listing, less the time since the call
 * began). Where that cannot be said for sure, the result is unclear, and the caller learns of it.
 */

import { LagApiError } from './errors.js';
import type { DmMessage, Identity, RoomMessage } from './generated/models.js';
import type { RouteName } from './generated/table.js';
import type { Memory } from './memory.js';
import { type Call, keyOf, type Request } from './request.js';
import { httpDate } from './retry.js';
import type { Named } from './route.js';
import { msLeft, type Settings } from './settings.js';
import type { LagResponse, PaginatedResponse } from './types.js';

type Message = Partial<RoomMessage> & Partial<DmMessage>;

/** What a look came to. */
export type Sight =
  | { found: true; message: Message; response: LagResponse<unknown> }
  | { found: false; isUnclear: boolean };

const PAGE = 100;
// The clock that stamps messages need not be the one that writes Date headers.
const CLOCK_DOUBT_MS = 5000;
const UNCLEAR: Sight = { found: false, isUnclear: true };

/** Performs a call; the flow passes itself. */
export type Perform = (
  name: RouteName,
  call: Call,
  settings: Settings,
) => Promise<LagResponse<unknown>>;

/** Look for the message of a send whose response is lost. */
export async function look(
  sent: Named,
  call: Call,
  request: Request,
  started: number,
  settings: Settings,
  perform: Perform,
): Promise<Sight> {
  const { memory, clock } = settings;
  const send = keyOf(request);
  let response: LagResponse<unknown>;
  try {
    const within = () => ({ ...settings, deadlineMs: msLeft(settings, started) });
    if (memory.ownId === null) {
      const who = await perform('identity', { path: [], fields: {} }, within());
      memory.ownId = (who.data as Identity).id;
    }
    const listing = { path: call.path, fields: { limit: PAGE } };
    response = await perform(sent.look ?? 'identity', listing, within());
  } catch (error) {
    if (error instanceof LagApiError) return UNCLEAR;
    throw error;
  }
  const page = response.data as PaginatedResponse<Message>;
  const began = serverTime(response, clock.now() - started);
  if (began === null || !memory.ownId) return UNCLEAR;
  const times = page.messages.map((message) => Date.parse(message.createdAt ?? ''));
  if (times.some(Number.isNaN)) return UNCLEAR;
  const timed = page.messages.map((message, index) => ({ message, at: times[index] as number }));
  const ours = timed.filter(({ message }) => isOurs(message, call.fields, memory));
  const candidates = ours.filter(({ at }) => at >= began).sort((a, b) => a.at - b.at);
  // Beside another equal send, any of them may be that one's, whose response is still to come.
  if (memory.inFlight.filter((other) => other === send).length === 1) {
    for (const { message } of candidates) {
      if (message.id && memory.known.add(message.id)) return { found: true, message, response };
    }
  }
  const reachedBack = !page.hasMore || times.some((at) => at < began - CLOCK_DOUBT_MS);
  const isDoubtful = candidates.length > 0 || ours.some(({ at }) => at >= began - CLOCK_DOUBT_MS);
  return { found: false, isUnclear: !reachedBack || isDoubtful };
}

/** Return what the server's clock said `sinceMs` ago, at the earliest; null if it does not say. */
function serverTime(response: LagResponse<unknown>, sinceMs: number): number | null {
  const date = httpDate(response.headers.get('date') ?? '');
  // A clock that was never set says nothing.
  return date !== null && date >= Date.UTC(2000) ? date - sinceMs : null;
}

function isOurs(message: Message, sent: Call['fields'], memory: Memory): boolean {
  return (
    !memory.known.has(message.id ?? '') &&
    (message.robotId || message.userId) === memory.ownId &&
    trimmed(message.content) === trimmed(sent.content) &&
    (message.replyTo?.id ?? null) === (sent.replyToId || null) &&
    (message.image?.id ?? null) === (sent.imageId || null)
  );
}

function trimmed(text: unknown): string {
  return typeof text === 'string' ? text.trim() : '';
}
