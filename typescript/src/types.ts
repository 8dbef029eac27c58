/**
 * The public types that are written by hand.
 *
 * What the platform provides (fetch, AbortSignal, Blob) is described by what this package uses of
 * it, so that the declarations compile without the types of browsers or of Node.
 */

import type { LagApiError, LagCursorError } from './errors.js';
import type { RobotEvent } from './generated/models.js';

/** An `AbortSignal`. */
export interface SignalLike {
  readonly aborted: boolean;
  readonly reason?: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** `Headers`, as far as they are read. */
export interface HeadersLike {
  get(name: string): string | null;
  has(name: string): boolean;
  forEach(callback: (value: string, name: string) => void): void;
}

/** A `ReadableStream` of bytes, as far as it is read. */
export interface ByteStreamLike {
  getReader(): {
    read(): Promise<{ done: boolean; value?: Uint8Array | undefined }>;
    cancel(reason?: unknown): Promise<void>;
  };
}

/** A `Blob` or `File`. */
export interface BlobLike {
  readonly size: number;
  readonly type: string;
  arrayBuffer(): Promise<ArrayBuffer>;
  slice(start?: number, end?: number, contentType?: string): BlobLike;
}

/** What a `fetch` is called with. */
export interface FetchInit {
  method: string;
  headers: Record<string, string>;
  // biome-ignore lint/suspicious/noExplicitAny: the platforms disagree on the types of bodies
  body?: any;
  // biome-ignore lint/suspicious/noExplicitAny: an AbortSignal of the platform
  signal?: any;
  redirect: 'manual';
}

/** What a `fetch` resolves to, as far as it is read. */
export interface FetchResponse {
  readonly status: number;
  readonly headers: HeadersLike;
  readonly body?: ByteStreamLike | null | undefined;
  readonly type?: string;
  text(): Promise<string>;
}

/** A function with the signature of the global `fetch`. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchResponse>;

/** Options of one call; each wins over that of the client. */
export interface CallOptions {
  /** Ends the call: it rejects with a `LagAbortError`. */
  signal?: SignalLike | undefined;
  /** Limit of one attempt, its response included, in milliseconds. */
  timeoutMs?: number | null | undefined;
  /** Limit of the whole call (all attempts, waits and responses), in milliseconds. */
  deadlineMs?: number | null | undefined;
  /** How often the request is repeated at most, where that is safe. */
  maxRetries?: number | undefined;
  /** Further headers. */
  headers?: Readonly<Record<string, string>> | undefined;
}

/** What a robot's client does when a call would break a limit of the API. */
export type Pacing = 'wait' | 'raise' | 'off';

/** A retry that is about to happen. */
export interface RetryNotice {
  /** The method that was called. */
  route: string;
  /** How many attempts have failed. */
  attempts: number;
  /** How long the client waits, in milliseconds. */
  waitMs: number;
  /** Why the last attempt failed. */
  error: LagApiError;
}

/** Options that a client and its copies share. */
export interface ClientSettings {
  /** Limit of one attempt, its response included, in milliseconds; 30000. null: no limit. */
  timeoutMs?: number | null | undefined;
  /** Limit of a whole call (all attempts, waits and responses), in milliseconds; none. */
  deadlineMs?: number | null | undefined;
  /** How often a request is repeated at most, where that is safe; 2. */
  maxRetries?: number | undefined;
  /** The longest wait before a retry, in milliseconds; 60000. A longer Retry-After raises. */
  maxRetryWaitMs?: number | null | undefined;
  /** Repeat requests as if all were safe; one may then take effect twice; false. */
  retryUnsafe?: boolean | undefined;
  /**
   * What a robot's client does about the API's limits: `wait` for its turn, `raise` a
   * `LagRateLimitError` before sending, or `off`.
   */
  pacing?: Pacing | undefined;
  /** Headers of every request. */
  headers?: Readonly<Record<string, string>> | undefined;
  /** Is called before each retry, for logs. */
  onRetry?: ((notice: RetryNotice) => void) | undefined;
}

/** Options of the client. */
export interface LagClientOptions extends ClientSettings {
  /** A personal access token (`lag_pat_...`), a web session token, or a robot key. */
  token: string;
  /** Where the API is; https://api.trylag.com. Plain http is refused but for loopback. */
  baseUrl?: string | undefined;
  /** The User-Agent header; browsers send their own. */
  userAgent?: string | undefined;
  /** Sends the requests; the global `fetch`. */
  fetch?: Fetch | undefined;
  /** Allow http:// to other machines: the token is readable on the way; false. */
  allowHttp?: boolean | undefined;
}

/** A result together with the response that brought it. */
export interface LagResponse<T> {
  /** What the call without `withResponse` resolves to. */
  data: T;
  status: number;
  headers: HeadersLike;
  /** The API's `x-request-id`, for support questions. */
  requestId: string | null;
  /** How many requests it took. */
  attempts: number;
  /** From the call to its result, waits included, in milliseconds. */
  elapsedMs: number;
}

/** The promise of a call. */
export interface LagPromise<T> extends Promise<T> {
  /** The result with status, headers, request id and attempts. */
  withResponse(): Promise<LagResponse<T>>;
}

/** Which page to get. */
export interface CursorParams {
  /** Messages on one page, 1 to 100; the API takes 50 when it is omitted. */
  limit?: number;
  /** The `nextCursor` of the page before. */
  cursor?: string;
}

/** One page of a walk. */
export interface Page<T> {
  items: T[];
  /** Whether another page follows. */
  hasMore: boolean;
  /** What to pass as `cursor` for the next page; opaque. */
  nextCursor: string | null;
}

/** One page of messages, as the API answers it. */
export interface PaginatedResponse<T> {
  messages: T[];
  hasMore: boolean;
  nextCursor: string | null;
}

/** A walk through pages: `for await (const page of pages)`. */
export interface Pages<T> extends AsyncGenerator<Page<T>, void, undefined> {
  /** The items of all pages, one by one. */
  items(): AsyncGenerator<T, void, undefined>;
}

/** An image to upload: the path of a file (Node, Bun, Deno), a Blob or File, bytes or a stream. */
export type ImageInput =
  | string
  | BlobLike
  | ArrayBuffer
  | ArrayBufferView
  | ByteStreamLike
  | AsyncIterable<Uint8Array>;

/** The robot or the user behind a token is told by `identity()`. */
export interface RequestOptions {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  path: string;
  query?: Record<string, string | number | boolean | null | undefined>;
  body?: unknown;
  rawBody?: unknown;
  headers?: Record<string, string>;
  timeoutMs?: number;
  maxRetries?: number;
}

/** A place for a cursor. Both functions may return promises. */
export interface Cursor {
  /** The id that was saved last; null or undefined if none was. */
  load(): string | null | undefined | Promise<string | null | undefined>;
  /** Keep the id of the last event that was acknowledged. */
  save(id: string): unknown;
}

/** Options of a stream of events. */
export interface StreamOptions {
  /** Ends the stream: it rejects with a `LagAbortError`. */
  signal?: SignalLike | undefined;
  /**
   * Where to keep how far this robot has come, so that it resumes there when it is started again:
   * an object with `load()` and `save(id)`, or the path of a file (Node, Bun, Deno). Without one
   * the stream begins with what happens next.
   */
  cursor?: Cursor | string | undefined;
  /** Id of the event after which to begin, if the cursor has none yet. */
  after?: string | undefined;
  /**
   * What to do when the API does not know the cursor any more, so that events are missing: `raise`
   * a `LagCursorError`, or call this with it and go on with what happens next. It is also called
   * when a stream broke off before its first event.
   */
  onGap?: 'raise' | ((gap: LagCursorError) => unknown) | undefined;
  /** How long nothing may come before the connection counts as dead, in milliseconds; 60000. */
  silenceMs?: number | undefined;
}

/** Options of repeated polls. */
export interface PollingOptions {
  /** Ends the polling: it rejects with a `LagAbortError`. */
  signal?: SignalLike | undefined;
  /** How long after the beginning of an empty poll the next one begins at the earliest; 2000. */
  pauseMs?: number | undefined;
}

/** Events as they come: `for await (const event of events)`, without an end. */
export interface EventStream extends AsyncGenerator<RobotEvent, void, undefined> {
  /** Acknowledge the last event without asking for the next one. */
  confirm(): Promise<void>;
}
