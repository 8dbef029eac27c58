/**
 * Webhooks of robots: whether a request is the API's own, and what it brings.
 *
 * Signatures are those of the Standard Webhooks specification, computed by WebCrypto. What is not as
 * documented is refused. Only the raw body will do: what a framework has parsed is not what was
 * signed.
 */

import { LagInvalidRequestError, LagWebhookError } from './errors.js';
import { eventFrom } from './events/event.js';
import type { RobotEvent } from './generated/models.js';
import { builtin } from './platform.js';
import { unfit } from './settings.js';

/** The headers of a request: `Headers`, an object, or pairs. */
export type WebhookHeaders =
  | { forEach(callback: (value: string, name: string) => void): void }
  | Iterable<readonly [string, string]>
  | Readonly<Record<string, string | readonly string[] | undefined>>;

export interface VerifyOptions {
  /** How old the webhook may be, and how far ahead of this machine's clock, in seconds; 300. */
  toleranceSeconds?: number | undefined;
  /** Returns the time, in Unix milliseconds. */
  now?: (() => number) | undefined;
}

export interface SignOptions {
  /** Distinguishes the webhook from others: visible ASCII characters. */
  id: string;
  /** When it is sent: a date, or Unix seconds. */
  timestamp: Date | number;
}

export type WebhookBody = string | ArrayBuffer | ArrayBufferView;

const PREFIX = 'whsec_';
const VISIBLE = /^[!-~]+$/;
const SECONDS = /^[1-9][0-9]{0,10}$/;
const SEVERAL = /^[!-~]+(?: [!-~]+)*$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;

/**
 * Return the event that a webhook brings, if the webhook is the API's own and recent.
 *
 * @param body - The body of the request as it came: bytes, or its text before any parsing.
 * @param headers - The headers of the request; upper and lower case are the same.
 * @param secret - The robot's secret, `whsec_...`; several while it is being changed.
 * @throws LagWebhookError if it cannot be trusted, or is not JSON; nothing of it may be used.
 * @throws LagInvalidRequestError if the secret or another argument cannot be one.
 */
export async function verify(
  body: WebhookBody,
  headers: WebhookHeaders,
  secret: string | readonly string[],
  options: VerifyOptions = {},
): Promise<RobotEvent> {
  const { toleranceSeconds = 300, now = Date.now } = options;
  if (typeof toleranceSeconds !== 'number' || !(toleranceSeconds >= 0)) {
    throw unfit('toleranceSeconds', 'a number of seconds from 0 up', toleranceSeconds);
  }
  const keys = await keysOf(secret);
  const bytes = bytesOf(body);
  const pairs = pairsOf(headers);
  const id = header(pairs, 'webhook-id', VISIBLE, 'visible ASCII characters');
  const seconds = Number(header(pairs, 'webhook-timestamp', SECONDS, 'Unix seconds'));
  const several = 'v1,... and a space between several';
  const entries = header(pairs, 'webhook-signature', SEVERAL, several).split(' ');
  const age = now() / 1000 - seconds;
  if (!(Math.abs(age) <= toleranceSeconds)) {
    throw new LagWebhookError(
      `The webhook must be at most ${toleranceSeconds} s from this machine's clock, not ` +
        `${Math.abs(age).toFixed(0)} s ${age > 0 ? 'old' : 'ahead of it'}`,
      age > 0 ? 'too_old' : 'too_new',
    );
  }
  const expected = await Promise.all(keys.map((key) => signature(key, id, seconds, bytes)));
  // Every pair is compared, so that the time says nothing of which one fits.
  const fits = expected.flatMap((one) => entries.map((entry) => isEqual(one, entry)));
  if (!fits.includes(true)) {
    throw new LagWebhookError('No signature of the webhook fits the secret', 'wrong_signature');
  }
  let payload: unknown;
  try {
    payload = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new LagWebhookError('The body of the webhook must be JSON in UTF-8', 'invalid_body');
  }
  return eventFrom(payload, id);
}

/**
 * Return the headers that make a request a webhook: for tests, and for those who send.
 *
 * @param body - The body of the request.
 * @param secret - `whsec_...`; each of several signs.
 */
export async function sign(
  body: WebhookBody,
  secret: string | readonly string[],
  options: SignOptions,
): Promise<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>> {
  const { id, timestamp } = Object(options) as SignOptions;
  if (typeof id !== 'string' || !VISIBLE.test(id)) throw unfit('id', 'visible ASCII text', id);
  const seconds = timestamp instanceof Date ? Math.floor(+timestamp / 1000) : timestamp;
  if (!SECONDS.test(String(seconds))) {
    throw unfit('timestamp', 'a Date or Unix seconds', timestamp);
  }
  const bytes = bytesOf(body);
  const keys = await keysOf(secret);
  const entries = await Promise.all(keys.map((key) => signature(key, id, seconds, bytes)));
  return {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': entries.join(' '),
  };
}

async function cryptoOf(): Promise<Crypto> {
  const own = (globalThis as { crypto?: Crypto }).crypto;
  // Node 18 has it under another name.
  return own ?? (await builtin<{ webcrypto: Crypto }>('crypto')).webcrypto;
}

async function keysOf(secret: unknown): Promise<CryptoKey[]> {
  const several: unknown[] = Array.isArray(secret) ? secret : [secret];
  if (several.length === 0) throw unfit('secret', 'whsec_..., or several of them', 'none');
  const { subtle } = await cryptoOf();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  return Promise.all(
    several.map((one) => subtle.importKey('raw', decoded(one), algorithm, false, ['sign'])),
  );
}

/** Return the bytes of a secret. No message has anything of it. */
function decoded(secret: unknown): Uint8Array<ArrayBuffer> {
  const rest = typeof secret === 'string' && secret.startsWith(PREFIX) && secret.slice(6);
  if (!rest || !BASE64.test(rest)) {
    throw new LagInvalidRequestError(
      '`secret` must be whsec_ and base64 after it, as the portal shows it beside the address of ' +
        `the robot's webhook, not ${typeof secret === 'string' ? 'other text' : typeof secret}`,
    );
  }
  return Uint8Array.from(atob(rest), (character) => character.charCodeAt(0));
}

async function signature(
  key: CryptoKey,
  id: string,
  seconds: number,
  body: Uint8Array<ArrayBuffer>,
): Promise<string> {
  const head = new TextEncoder().encode(`${id}.${seconds}.`);
  const signed = new Uint8Array(head.length + body.length);
  signed.set(head);
  signed.set(body, head.length);
  const { subtle } = await cryptoOf();
  const mac = new Uint8Array(await subtle.sign('HMAC', key, signed));
  return `v1,${btoa(String.fromCharCode(...mac))}`;
}

/** Compare in a time that does not depend on where two texts differ. */
function isEqual(one: string, other: string): boolean {
  let difference = one.length ^ other.length;
  for (let index = 0; index < one.length; index++) {
    difference |= one.charCodeAt(index) ^ other.charCodeAt(index);
  }
  return difference === 0;
}

function bytesOf(body: unknown): Uint8Array<ArrayBuffer> {
  if (typeof body === 'string') return new TextEncoder().encode(body);
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (ArrayBuffer.isView(body)) {
    return new Uint8Array(body.buffer as ArrayBuffer, body.byteOffset, body.byteLength);
  }
  throw unfit('body', 'the raw body of the request (bytes or text, before any parsing)', body);
}

function pairsOf(headers: unknown): [string, string][] {
  const pairs: [string, string][] = [];
  const add = (name: unknown, value: unknown) => {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined) pairs.push([String(name).toLowerCase(), String(one)]);
    }
  };
  if (typeof headers !== 'object' || headers === null) {
    throw unfit('headers', 'Headers, an object or pairs', headers);
  }
  const entries = Symbol.iterator in headers ? headers : Object.entries(headers);
  for (const pair of entries as Iterable<unknown>) add(Object(pair)[0], Object(pair)[1]);
  return pairs;
}

function header(
  pairs: readonly [string, string][],
  name: string,
  form: RegExp,
  expected: string,
): string {
  const found = pairs.filter(([key]) => key === name).map(([, value]) => value);
  const [value] = found;
  if (value === undefined) {
    throw new LagWebhookError(`The webhook has no header ${name}`, 'missing_header');
  }
  if (found.length > 1 || !form.test(value)) {
    const fault = found.length > 1 ? 'one header, not several' : expected;
    throw new LagWebhookError(`\`${name}\` must be ${fault}`, 'invalid_header');
  }
  return value;
}
