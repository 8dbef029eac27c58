/**
 * Whether an attempt is repeated, and when: one table and one pure function.
 *
 *     What an attempt came to         safe     look                never
 *     UNSENT    no connection         retry    retry               retry
 *     LATER     425, 429, 503         retry    retry               retry
 *     ENDED     500                   retry    look, else retry    fail
 *     OPEN      408, 5xx, no answer   retry    look, else fail     fail
 *     FINAL     everything else       fail     fail                fail
 *
 * After ENDED the application is done with the request: what it has not stored by now it never
 * will, so a send that is not to be seen may be repeated. After OPEN it may still be working on it,
 * and a repeated send could be the second of two.
 */

import type { Replay } from './route.js';
import type { HeadersLike } from './types.js';

/** What an attempt came to. */
export type AttemptKind = 'unsent' | 'later' | 'ended' | 'open' | 'final';

/** What comes after an attempt that failed. */
export type Action = 'retry' | 'look else retry' | 'look else fail' | 'fail';

/** A response that is not a success, as far as retries depend on it. */
export interface Refusal {
  readonly status: number;
  readonly headers: Pick<HeadersLike, 'get'>;
}

/** An attempt without a whole response. */
export interface Failure {
  readonly phase: 'request' | 'tls' | 'connect' | 'read';
  /** Whether the request may have reached the API. */
  readonly sent: boolean;
  readonly message: string;
  readonly timedOut?: boolean;
  /** The status, if the head of a response arrived. */
  readonly status?: number;
  readonly cause?: unknown;
}

export interface Policy {
  readonly maxRetries: number;
  readonly maxRetryWaitMs: number;
  readonly retryUnsafe: boolean;
}

export interface Decision {
  readonly action: Action;
  readonly waitMs: number;
}

const RULES: Readonly<Record<AttemptKind, Readonly<Record<Replay, Action>>>> = {
  unsent: { safe: 'retry', look: 'retry', never: 'retry' },
  later: { safe: 'retry', look: 'retry', never: 'retry' },
  ended: { safe: 'retry', look: 'look else retry', never: 'fail' },
  open: { safe: 'retry', look: 'look else fail', never: 'fail' },
  final: { safe: 'fail', look: 'fail', never: 'fail' },
};

// 408 says nothing of what was done; 501 and 505 are about the request itself: asking is vain.
const STATUS_KIND: Readonly<Record<number, AttemptKind>> = {
  408: 'open',
  425: 'later',
  429: 'later',
  503: 'later',
  500: 'ended',
  501: 'final',
  505: 'final',
};

const FIRST_WAIT_MS = 250;
const LONGEST_BACKOFF_MS = 8000;
const JITTER_MS = 250;
const LONGEST_ASKED_SECONDS = 1e9;

export function isFailure(outcome: object): outcome is Failure {
  return 'phase' in outcome;
}

/** Return what an attempt that was not a success came to. */
export function kindOf(outcome: Refusal | Failure): AttemptKind {
  if (!isFailure(outcome)) {
    return STATUS_KIND[outcome.status] ?? (outcome.status >= 500 ? 'open' : 'final');
  }
  if (outcome.phase === 'request' || outcome.phase === 'tls') return 'final';
  return outcome.sent ? 'open' : 'unsent';
}

/**
 * Decide what to do after an attempt.
 *
 * @param attempt - How many attempts were made, this one included.
 * @param msLeft - What is left of the call's deadline; Infinity if it has none.
 * @param now - The time of day in Unix milliseconds, for a Retry-After that is a date.
 * @param jitter - A random number from 0 to 1.
 */
export function decide(
  outcome: Refusal | Failure,
  replay: Replay,
  attempt: number,
  policy: Policy,
  msLeft: number,
  now: number,
  jitter: number,
): Decision {
  const action = RULES[kindOf(outcome)][policy.retryUnsafe ? 'safe' : replay];
  if (action === 'fail') return { action, waitMs: 0 };
  const asked = isFailure(outcome) ? null : retryAfter(outcome, now);
  const backoff = Math.min(LONGEST_BACKOFF_MS, FIRST_WAIT_MS * 2 ** Math.min(attempt - 1, 10));
  const waitMs =
    asked === null ? Math.min(backoff + JITTER_MS * jitter, policy.maxRetryWaitMs) : asked * 1000;
  if (waitMs >= msLeft) return { action: 'fail', waitMs: 0 };
  const isLast = attempt > policy.maxRetries || waitMs > policy.maxRetryWaitMs;
  // Looking is not a repetition: it may find success even after the last attempt.
  return { action: isLast ? (action.replace(/retry$/, 'fail') as Action) : action, waitMs };
}

/** One value of a header that was sent several times; a date has a comma of its own. */
const VALUE = /(?:\s*(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,)?[^,]+/g;

/**
 * Return the seconds that a 425, 429 or 503 asks to wait: never negative, null if it does not say.
 *
 * Seconds may have a fraction; a date counts from `now`. A proxy may add a header to that of the
 * API: the longest wait counts, because both must be willing.
 */
export function retryAfter(reply: Refusal, now: number): number | null {
  if (![425, 429, 503].includes(reply.status)) return null;
  const waits: number[] = [];
  for (const text of reply.headers.get('retry-after')?.match(VALUE) ?? []) {
    const date = httpDate(text);
    if (/^\s*[+-]?\d+(?:\.\d*)?\s*$/.test(text)) waits.push(Number(text));
    else if (date !== null) waits.push((date - now) / 1000);
  }
  return waits.length ? Math.min(Math.max(0, ...waits), LONGEST_ASKED_SECONDS) : null;
}

/** The forms of a date: IMF, RFC 850, asctime. */
const DATES = [
  /^[A-Z][a-z]{2}, (?<day>\d{1,2}) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) (?<time>[\d:]{8}) (?:GMT|\+0000)$/,
  /^[A-Z][a-z]+, (?<day>\d\d)-(?<month>[A-Z][a-z]{2})-(?<year>\d\d) (?<time>[\d:]{8}) GMT$/,
  /^[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) (?<time>[\d:]{8}) (?<year>\d{4})$/,
];

/** Return a date of an HTTP header in Unix milliseconds; null if it is not one. */
export function httpDate(text: string): number | null {
  for (const form of DATES) {
    const { day, month, year = '', time } = form.exec(text.trim())?.groups ?? {};
    if (!day) continue;
    // Two digits from 69 on are of the last century.
    const century = year.length > 2 ? '' : Number(year) < 69 ? '20' : '19';
    const moment = Date.parse(`${day} ${month} ${century}${year} ${time} GMT`);
    return Number.isNaN(moment) ? null : moment;
  }
  return null;
}
