/** The Lag API for TypeScript: typed, for users and robots. */

export { LagClient } from './client.js';
export {
  LagAbortError,
  LagApiError,
  type LagApiErrorBody,
  LagAuthError,
  LagBadRequestError,
  LagConflictError,
  LagConnectionError,
  LagCursorError,
  LagDecodeError,
  LagInvalidRequestError,
  LagInvalidTokenError,
  LagNotFoundError,
  LagPermissionError,
  LagRateLimitError,
  LagServerError,
  LagTimeoutError,
  LagWebhookError,
  type Outcome,
  type WebhookErrorCode,
} from './errors.js';
export type * from './generated/bodies.js';
export * from './generated/models.js';
export * from './generated/resources.js';
export { type PageAnswer, paginate } from './pages.js';
export { hasPermission } from './permission.js';
export { USER_AGENT } from './settings.js';
export type {
  BlobLike,
  ByteStreamLike,
  CallOptions,
  ClientSettings,
  Cursor,
  CursorParams,
  EventStream,
  Fetch,
  FetchInit,
  FetchResponse,
  HeadersLike,
  ImageInput,
  LagClientOptions,
  LagPromise,
  LagResponse,
  Pacing,
  Page,
  Pages,
  PaginatedResponse,
  PollingOptions,
  RequestOptions,
  RetryNotice,
  SignalLike,
  StreamOptions,
} from './types.js';
export { SDK_VERSION } from './version.js';
export * as webhooks from './webhooks.js';
