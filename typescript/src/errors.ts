/**
 * Everything that can go wrong in a call, as one tree.
 *
 *     LagApiError                  any failure; also a status that has no class below
 *     ├── LagBadRequestError       400, 422: the API rejects a value of the request
 *     ├── LagAuthError             401: the API does not accept the token
 *     ├── LagPermissionError       403: the token's owner may not do this
 *     ├── LagNotFoundError         404: it does not exist, or is hidden from the token's owner
 *     ├── LagConflictError         409: it conflicts with existing state
 *     ├── LagRateLimitError        429: too many requests
 *     ├── LagServerError           5xx: the API failed
 *     ├── LagConnectionError       no response arrived
 *     │   ├── LagTimeoutError      no response arrived in time
 *     │   └── LagAbortError        the caller's signal ended the call
 *     ├── LagDecodeError           the response could not be decoded
 *     ├── LagCursorError           events may be missing: a stream cannot resume where it was
 *     ├── LagInvalidTokenError     the token cannot be used for this call; nothing was sent
 *     ├── LagInvalidRequestError   an argument cannot be sent; nothing was
 *     └── LagWebhookError          a webhook cannot be trusted
 */

/**
 * What became of the request.
 *
 * - `not_sent`: it never left; repeating it is harmless.
 * - `refused`: the API answered and did not do it.
 * - `unknown`: it may have taken effect, now or in a moment: look before you repeat it.
 * - `applied`: it took effect, only its response is lost: do not repeat it.
 */
export type Outcome = 'not_sent' | 'refused' | 'unknown' | 'applied';

/** The body of an error response. */
export interface LagApiErrorBody {
  error: string;
  message: string;
  statusCode: number;
}

/** A call failed. */
export class LagApiError extends Error {
  override name = 'LagApiError';
  /** HTTP status of the response; 0 when there was none. */
  status: number;
  /** Short machine-readable name, such as `not_found`. */
  code: string;
  /** The response: the decoded error envelope, else its text; null when there was none. */
  body: unknown;
  /** The API's `x-request-id`, for support questions. */
  requestId: string | null;
  /** The method that was called, such as `servers.rooms.messages.send`. */
  route: string | null = null;
  /** Its line in the API, such as `GET /servers/{serverId}`. */
  request: string | null = null;
  /** How many requests were made; 0 when the call was refused before any. */
  attempts = 0;
  /** What became of the request. */
  outcome: Outcome = 'not_sent';
  /** How long the API asked to wait, where it did. */
  retryAfterSeconds: number | null = null;

  constructor(
    message: string,
    status = 0,
    code = '',
    body: unknown = null,
    requestId: string | null = null,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.status = status;
    this.code = code;
    this.body = body;
    this.requestId = requestId;
  }

  /** The error as text, with the call that it ended and what became of it. */
  override toString(): string {
    const { name, message, status, code, route, request, attempts, requestId, outcome } = this;
    const call = route && `${route} = ${request}; attempts: ${attempts}; ${outcome}`;
    const facts = [status, code, call, requestId && `request id ${requestId}`];
    return `${name}: ${message} (${facts.filter(Boolean).join('; ')})`;
  }

  /** The error as data, with its message, for logs. */
  toJSON(): object {
    return { ...this, name: this.name, message: this.message };
  }
}

/** 400 or 422: the API rejects a value of the request. */
export class LagBadRequestError extends LagApiError {
  override name = 'LagBadRequestError';
  /** The problems, one text for each, if the API lists them; else its one message. */
  messages: readonly string[] = [];
}

/** 401: the API does not accept the token. It may be mistyped, revoked or expired. */
export class LagAuthError extends LagApiError {
  override name = 'LagAuthError';
}

/** 403: the token's owner lacks a permission, or is not a member there. */
export class LagPermissionError extends LagApiError {
  override name = 'LagPermissionError';
}

/** 404: it does not exist, or is hidden from the token's owner. */
export class LagNotFoundError extends LagApiError {
  override name = 'LagNotFoundError';
  /** The ids that were asked for, by name, such as `{ serverId: 'srv_1' }`. */
  ids: Readonly<Record<string, string>> = {};

  override toString(): string {
    const ids = Object.entries(this.ids).map(([name, id]) => ` ${name} ${JSON.stringify(id)}`);
    return ids.length ? `${super.toString()}. Check the ids:${ids.join()}` : super.toString();
  }
}

/** 409: the request conflicts with existing state. */
export class LagConflictError extends LagApiError {
  override name = 'LagConflictError';
}

/** 429: too many requests; `retryAfterSeconds` says how long the API asked to wait. */
export class LagRateLimitError extends LagApiError {
  override name = 'LagRateLimitError';
}

/** 5xx: the API, or something in front of it, failed. */
export class LagServerError extends LagApiError {
  override name = 'LagServerError';
}

/** No response arrived; `cause` says why. */
export class LagConnectionError extends LagApiError {
  override name = 'LagConnectionError';
  constructor(message: string, cause?: unknown, code = 'connection_error') {
    super(message, 0, code, null, null, cause === undefined ? undefined : { cause });
  }
}

/** No response arrived in time: `timeoutMs` of one attempt, or `deadlineMs` of the whole call. */
export class LagTimeoutError extends LagConnectionError {
  override name = 'LagTimeoutError';

  constructor(message: string, cause?: unknown) {
    super(message, cause, 'timeout');
  }
}

/** The caller's `signal` ended the call; `cause` is the signal's reason. */
export class LagAbortError extends LagConnectionError {
  override name = 'LagAbortError';

  constructor(message: string, cause?: unknown) {
    super(message, cause, 'aborted');
  }
}

/** The response could not be decoded; `body` has its text. */
export class LagDecodeError extends LagApiError {
  override name = 'LagDecodeError';

  constructor(message: string, status = 0, body: unknown = null, requestId: string | null = null) {
    super(message, status, 'decode_error', body, requestId);
  }
}

/** A stream of events cannot resume where it was: some may be missing. */
export class LagCursorError extends LagApiError {
  override name = 'LagCursorError';
  /** The id of the event after which they may be missing; null if there was none yet. */
  cursor: string | null;

  constructor(message: string, cursor: string | null = null, cause?: LagApiError) {
    super(message, cause?.status, 'cursor_lost', cause?.body, cause?.requestId, { cause });
    this.cursor = cursor;
  }
}

/** The token cannot be used for this call; nothing was sent. */
export class LagInvalidTokenError extends LagApiError {
  override name = 'LagInvalidTokenError';

  constructor(message: string) {
    super(message, 0, 'invalid_token');
  }
}

/** An argument cannot be sent; the message names it and says what it must be. */
export class LagInvalidRequestError extends LagApiError {
  override name = 'LagInvalidRequestError';

  constructor(message: string, cause?: unknown) {
    super(message, 0, 'invalid_request', null, null, cause === undefined ? undefined : { cause });
  }
}

/** Why a webhook is refused. */
export type WebhookErrorCode =
  | 'missing_header'
  | 'invalid_header'
  | 'too_old'
  | 'too_new'
  | 'wrong_signature'
  | 'invalid_body';

/** A webhook is refused: it may be forged, repeated or damaged. `code` says why. */
export class LagWebhookError extends LagApiError {
  override name = 'LagWebhookError';

  constructor(message: string, code: WebhookErrorCode) {
    super(message, 0, code);
  }
}
