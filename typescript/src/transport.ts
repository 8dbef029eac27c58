/** One attempt: a request by fetch, its whole response, and what it means when there is none. */

import type { Request } from './request.js';
import { type Failure, isFailure } from './retry.js';
import { LONGEST_TIMER_MS, type Settings } from './settings.js';
import type { Fetch, FetchResponse, HeadersLike, SignalLike } from './types.js';

/** A whole response. */
export interface Reply {
  readonly status: number;
  readonly headers: HeadersLike;
  readonly text: string;
}

/** Make one attempt within a limit, its response included; it never throws. */
export async function attempt(
  request: Request,
  settings: Settings,
  limitMs: number,
): Promise<Reply | Failure> {
  const closing = new AbortController();
  let status: number | undefined;
  const outcome = await limited(closing, limitMs, settings.signal, async () => {
    const response = await send(request, settings, closing.signal);
    status = response.status;
    return { status, headers: response.headers, text: String(await response.text()) };
  });
  return isFailure(outcome) && status !== undefined ? { ...outcome, status, sent: true } : outcome;
}

/** Send a request, and return the head of its response. */
export async function send(
  { method, url, headers, body }: Request,
  settings: Settings,
  signal: AbortSignal,
): Promise<FetchResponse> {
  // Looked up at each call, so that a test may replace the global one.
  const fetch = settings.fetch ?? (globalThis as unknown as { fetch: Fetch }).fetch;
  // A redirect would repeat a POST as a GET, or carry the request to another origin.
  const init = { method, headers, signal, redirect: 'manual' } as const;
  // Deno repeats by itself a POST whose kept-alive connection breaks, unless its body is a Blob.
  const inDeno = method === 'POST' && 'Deno' in globalThis;
  const sent = inDeno ? new Blob(body === undefined ? [] : [body]) : body;
  return checked(await fetch(url, sent === undefined ? init : { ...init, body: sent }));
}

/** Refuse what no fetch resolves to, because a fake would fail later and in other words. */
function checked(response: FetchResponse): FetchResponse {
  const { status, type, headers, text } = Object(response) as Partial<FetchResponse>;
  // Browsers hide the redirects that they do not follow behind the status 0.
  const isAnswer = type === 'opaqueredirect' || (Number.isInteger(status) && Number(status) >= 100);
  if (isAnswer && typeof headers?.get === 'function' && typeof text === 'function') return response;
  throw new TypeError('`fetch` must resolve to a Response with status, headers and text()');
}

/**
 * Wait for `work` until the limit, or until the caller's signal; then `closing` aborts.
 *
 * The wait ends even if `work` does not: a fetch need not know signals.
 */
export async function limited<T>(
  closing: AbortController,
  limitMs: number,
  signal: SignalLike | undefined,
  work: () => Promise<T>,
): Promise<T | Failure> {
  let stop: () => void = () => {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ended = new Promise<Failure>((resolve) => {
    const end = (failure: Pick<Failure, 'message' | 'timedOut' | 'cause'>) => {
      resolve({ phase: 'read', sent: true, ...failure });
      closing.abort();
    };
    stop = () => end({ message: 'Aborted', cause: signal?.reason });
    signal?.addEventListener('abort', stop);
    if (signal?.aborted) stop();
    if (limitMs > LONGEST_TIMER_MS) return;
    timer = setTimeout(
      () => end({ message: `Nothing for ${limitMs} ms`, timedOut: true }),
      limitMs,
    );
  });
  try {
    return await Promise.race([work(), ended]);
  } catch (error) {
    return failureOf(error);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}

interface Cause {
  readonly code?: unknown;
  readonly syscall?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
}

// Each platform says in its own words that no connection was made.
const NOT_CONNECTED =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_\w+|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused|FailedToOpenSocket)$/;
const NOT_CONNECTED_TEXT = /client error \(Connect\)|dns error|Unable to connect/i;
const TLS =
  /^(?:CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|ERR_TLS_|ERR_SSL_|HOSTNAME_MISMATCH|INVALID_CA|UNSUPPORTED_CERT)/;
const TLS_TEXT = /invalid peer certificate|certificate verify failed|self[- ]signed certificate/i;
const NEVER_BEGUN = /^bad port$|Failed to parse URL|Invalid URL/i;

/**
 * Return what a rejected fetch means for the request. What cannot be told counts as sent: a message
 * that is posted twice is worse than one whose outcome the caller has to look up.
 */
export function failureOf(error: unknown): Failure {
  const causes = causesOf(error);
  const texts = causes.map(({ message }) => String(message ?? ''));
  const says = (words: RegExp) => texts.some((text) => words.test(text));
  const has = (codes: RegExp) => causes.some(({ code }) => codes.test(String(code ?? '')));
  const failure = {
    message: texts.filter(Boolean).at(-1) ?? String(error),
    cause: error,
    sent: false,
  };
  if (has(TLS) || says(TLS_TEXT)) return { ...failure, phase: 'tls' };
  if (says(NEVER_BEGUN)) return { ...failure, phase: 'request' };
  const isUnconnected = causes.some(({ syscall }) => syscall === 'connect');
  if (isUnconnected || has(NOT_CONNECTED) || says(NOT_CONNECTED_TEXT)) {
    return { ...failure, phase: 'connect' };
  }
  return { ...failure, phase: 'read', sent: true };
}

/** Return an error and its causes, the outermost first; one of several addresses stands for all. */
function causesOf(error: unknown, most = 8): Cause[] {
  if (typeof error !== 'object' || error === null || most === 0) return []; // it may be a circle
  const { cause, errors } = error as Cause;
  const [first] = Array.isArray(errors) ? errors : [];
  return [error, ...causesOf(first, most - 1), ...causesOf(cause, most - 1)];
}
