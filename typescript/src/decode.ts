/** Responses to results. Fields are not validated: an answer of a newer API is accepted. */

import {
  LagApiError,
  LagAuthError,
  LagBadRequestError,
  LagConflictError,
  LagDecodeError,
  LagNotFoundError,
  LagPermissionError,
  LagRateLimitError,
  LagServerError,
} from './errors.js';
import { eventFrom } from './events/event.js';
import type { Identity } from './generated/models.js';
import type { Failure } from './retry.js';
import type { Row } from './route.js';
import { withoutSecrets } from './settings.js';
import type { Reply } from './transport.js';

type Fields = Record<string, unknown>;

/** Return the result of a successful response; throws a `LagDecodeError` if it has none. */
export function dataOf(row: Row, reply: Reply): unknown {
  const type = reply.headers.get('content-type') ?? 'no content type';
  // A page of something in front of the API: the request may not have reached it.
  const isPage = /^\s*</.test(reply.text);
  if (row.result === 'none' && !reply.text.trim()) return undefined;
  let body: unknown;
  try {
    body = JSON.parse(reply.text);
  } catch {
    if (isPage) throw lost(undecodable(reply, `it is a page (${type}), not JSON`));
    if (!reply.text.trim()) throw lost(undecodable(reply, 'it is empty'), reply.status);
    if (isCutOff(reply.text))
      throw lost(undecodable(reply, `it is cut off (${type})`), reply.status);
    throw lost(undecodable(reply, `it is not JSON (${type})`));
  }
  if (isError(body)) throw lost(undecodable(reply, 'it is an error, whatever its status says'));
  if (row.result === 'none') return undefined;
  const fault = faultOf(row, body);
  if (fault) throw undecodable(reply, fault);
  const { items } = row;
  if (row.result === 'envelope') return Array.isArray(body) ? { [items ?? 'items']: body } : body;
  if (row.result === 'list' && items && !Array.isArray(body)) return (body as Fields)[items];
  if (row.result === 'identity') return identityOf(body as Fields);
  if (row.result === 'events') return (body as unknown[]).map((event) => eventFrom(event));
  return body;
}

/** Whether a body has the error of the API, and nothing else. */
function isError(body: unknown): boolean {
  const names = Object.keys(Object(body));
  const isNamed = names.includes('error') || names.includes('statusCode');
  return isNamed && names.every((name) => ['error', 'message', 'statusCode'].includes(name));
}

/** Whether JSON ends before it is closed. What engines say of it differs, from release to release. */
function isCutOff(text: string): boolean {
  const bare = text.replace(/"(?:[^"\\]|\\.)*"/gs, '');
  const count = (marks: RegExp) => bare.match(marks)?.length ?? 0;
  return /^\s*[{[]/.test(text) && (bare.includes('"') || count(/[{[]/g) > count(/[}\]]/g));
}

/** Class and code; an empty code is replaced by the `error` of the envelope. */
const BY_STATUS: Readonly<Record<number, readonly [typeof LagApiError, string]>> = {
  400: [LagBadRequestError, ''],
  422: [LagBadRequestError, ''],
  401: [LagAuthError, 'unauthorized'],
  403: [LagPermissionError, 'forbidden'],
  404: [LagNotFoundError, 'not_found'],
  409: [LagConflictError, 'conflict'],
  429: [LagRateLimitError, 'rate_limited'],
};

/** Return the error for a response that is not a success. */
export function errorOf(reply: Reply, retryAfterSeconds: number | null): LagApiError {
  const { status, headers, text } = reply;
  let body: unknown = text || null;
  try {
    body = JSON.parse(text);
  } catch {
    // It stays text.
  }
  const envelope: { error?: unknown; message?: unknown } = Object(body);
  const messages = textsOf(envelope.message);
  const isServer = status >= 500 && status <= 599;
  const [kind, code] =
    BY_STATUS[status] ?? (isServer ? [LagServerError, 'server_error'] : [LagApiError]);
  const error = new kind(
    (messages.join('; ') || `HTTP ${status}`) + redirectOf(reply),
    status,
    code || (typeof envelope.error === 'string' && envelope.error) || `http_${status}`,
    body,
    headers.get('x-request-id'),
  );
  error.retryAfterSeconds = retryAfterSeconds;
  if (error instanceof LagBadRequestError) error.messages = messages;
  return error;
}

/** Return the texts of an envelope's `message`: one, or a list. */
function textsOf(message: unknown): string[] {
  return [message].flat().filter((text): text is string => typeof text === 'string' && text !== '');
}

/** Whether the body of an error has the form of the API, and not that of a proxy before it. */
export function isEnvelope(body: unknown): boolean {
  const fields: { message?: unknown } = Object(body);
  return ('error' in fields || 'statusCode' in fields) && textsOf(fields.message).length > 0;
}

/** Return what to say of a redirect besides its status. */
function redirectOf({ status, headers }: Reply): string {
  const place = headers.get('location')?.replace(/#.*/s, '');
  if (status && !(status >= 300 && status < 400 && place)) return '';
  const to = place ? ` to ${withoutSecrets(place)}` : '';
  return `: the API redirects${to}; the client does not follow redirects`;
}

/** Return the one shape that users and robots have in common; the API has two. */
function identityOf(own: Fields): Identity {
  const isRobot = !('username' in own) && ('serverId' in own || 'name' in own);
  const name = isRobot ? own.name : own.displayName || own.username;
  const robot = isRobot ? own : {};
  return {
    id: own.id,
    kind: isRobot ? 'robot' : 'user',
    displayName: name || '',
    avatarUrl: own.avatarUrl ?? null,
    createdAt: own.createdAt ?? null,
    username: isRobot ? null : (own.username ?? null),
    serverId: robot.serverId ?? null,
    permissions: robot.permissions ?? null,
    active: robot.active ?? null,
  } as Identity;
}

function faultOf({ result, items = '' }: Row, body: unknown): string | null {
  const isList = Array.isArray(body);
  if (result === 'events') return isList ? null : 'it is not an array';
  if (result === 'list' && !items) return isList ? null : 'it is not an array';
  if ((result === 'list' || result === 'envelope') && isList) return null;
  if (typeof body !== 'object' || body === null || isList) return 'it is not an object';
  if (result === 'object' || result === 'identity') return null;
  const { [items]: found, hasMore, nextCursor = null } = body as Fields;
  if (!Array.isArray(found)) return `${items} is not an array`;
  if (result !== 'page') return null;
  if (typeof hasMore !== 'boolean') return 'hasMore is not true or false';
  return nextCursor === null || typeof nextCursor === 'string' ? null : 'nextCursor is not text';
}

/** A response that could not be decoded because it, or the request, was lost on the way. */
export const losses = new WeakMap<LagDecodeError, Failure>();

function lost(error: LagDecodeError, status?: number): LagDecodeError {
  const failure = { phase: 'read', sent: true, message: error.message } as const;
  losses.set(error, status === undefined ? failure : { ...failure, status });
  return error;
}

function undecodable(reply: Reply, fault: string): LagDecodeError {
  const requestId = reply.headers.get('x-request-id');
  const message = `The response could not be decoded: ${fault}`;
  return new LagDecodeError(message, reply.status, reply.text || null, requestId);
}
