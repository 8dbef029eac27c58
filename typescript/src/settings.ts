/** What all calls of a client have in common, checked once when the client is built. */

import { LagInvalidRequestError, LagInvalidTokenError } from './errors.js';
import { type Memory, memoryOf } from './memory.js';
import { type Pacer, PROCESS_PACER } from './pacing.js';
import type { Policy } from './retry.js';
import type { Kind } from './route.js';
import type {
  CallOptions,
  ClientSettings,
  Fetch,
  LagClientOptions,
  Pacing,
  RetryNotice,
  SignalLike,
} from './types.js';
import { SDK_VERSION } from './version.js';

const DEFAULT_BASE_URL = 'https://api.trylag.com';
const LONGEST_LABEL = 63; // of a host name
export const USER_AGENT = `lagapp-sdk-js/${SDK_VERSION}`;
export const ROBOT_TOKEN_PREFIX = 'lag_robot_';
/** The longest wait of a timer: setTimeout takes 31 bits. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

// These belong to the credential or to the platform; a second value would contradict the first.
const RESERVED = /^(?:authorization|content-length|content-type|host|transfer-encoding)$/i;

/** Time and chance, as calls need them; tests pass their own. */
export interface Clock {
  /** Milliseconds that only grow. */
  now(): number;
  /** The time of day in Unix milliseconds. */
  date(): number;
  /** A number from 0 to 1. */
  random(): number;
  /** Wait; returns early when `signal` aborts. */
  sleep(ms: number, signal?: SignalLike): Promise<void>;
}

export interface Settings extends Policy {
  readonly baseUrl: string;
  readonly kind: Kind;
  readonly fetch: Fetch | undefined;
  /** Of every request, names in lower case, Authorization among them. */
  readonly headers: Readonly<Record<string, string>>;
  /** Infinity: no limit; so are the others. */
  readonly timeoutMs: number;
  readonly deadlineMs: number;
  readonly pacing: Pacing;
  readonly onRetry?: ((notice: RetryNotice) => void) | undefined;
  readonly signal?: SignalLike | undefined;
  readonly memory: Memory;
  readonly pacer: Pacer;
  readonly clock: Clock;
}

const SYSTEM_CLOCK: Clock = {
  now: () => performance.now(),
  date: () => Date.now(),
  random: () => Math.random(),
  async sleep(ms, signal) {
    for (let left = ms; left > 0 && !signal?.aborted; left -= LONGEST_TIMER_MS) {
      await new Promise<void>((resolve) => {
        const done = () => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', done);
          resolve();
        };
        const timer = setTimeout(done, Math.min(left, LONGEST_TIMER_MS));
        signal?.addEventListener('abort', done);
      });
    }
  },
};

type Check = readonly [expected: string, fits: (value: unknown) => boolean];

const isMs = (value: unknown) => typeof value === 'number' && value > 0;
const LIMIT: Check = ['milliseconds above 0, or null for no limit', (v) => v === null || isMs(v)];
const PAUSE: Check = ['milliseconds above 0', isMs];
const TEXT: Check = ['a string', (value) => typeof value === 'string'];
const BOOLEAN: Check = ['true or false', (value) => typeof value === 'boolean'];
const FUNCTION: Check = ['a function', (value) => typeof value === 'function'];
const ANY: Check = ['', () => true];

const COPY_CHECKS: Readonly<Record<string, Check>> = {
  timeoutMs: LIMIT,
  deadlineMs: LIMIT,
  maxRetries: ['a whole number from 0 up', (v) => Number.isInteger(v) && Number(v) >= 0],
  maxRetryWaitMs: LIMIT,
  retryUnsafe: BOOLEAN,
  pacing: ["'wait', 'raise' or 'off'", (v) => v === 'wait' || v === 'raise' || v === 'off'],
  // Headers and Map have no properties: they would be ignored.
  headers: [
    'an object of names and values',
    (v) => typeof v === 'object' && v !== null && !(Symbol.iterator in v),
  ],
  onRetry: FUNCTION,
};
const SIGNAL: Check = ['an AbortSignal', (v) => typeof Object(v).addEventListener === 'function'];
/** The options of each place that takes some, and what each of them must be. */
export const OPTIONS = {
  client: {
    token: ANY, // below, without it in the message
    baseUrl: TEXT,
    userAgent: TEXT,
    fetch: FUNCTION,
    allowHttp: BOOLEAN,
    ...COPY_CHECKS,
  },
  copy: COPY_CHECKS,
  call: {
    signal: SIGNAL,
    timeoutMs: LIMIT,
    deadlineMs: LIMIT,
    maxRetries: COPY_CHECKS.maxRetries as Check,
    headers: COPY_CHECKS.headers as Check,
  },
  stream: {
    signal: SIGNAL,
    cursor: ANY,
    after: ANY,
    onGap: ["'raise' or a function", (v) => v === 'raise' || typeof v === 'function'],
    silenceMs: PAUSE,
  },
  polling: { signal: SIGNAL, pauseMs: PAUSE },
} satisfies Record<string, Readonly<Record<string, Check>>>;

/** Refuse options that do not exist, such as mistyped ones, and values that make no sense. */
export function checkOptions(options: object, checks: Readonly<Record<string, Check>>): void {
  if (typeof options !== 'object' || options === null) throw unfit('options', 'an object', options);
  for (const [name, value] of Object.entries(options)) {
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (!check) throw unfit('options', `of ${Object.keys(checks).join(', ')}`, name);
    if (value !== undefined && !check[1](value)) throw unfit(name, check[0], value);
  }
}

/** Return the settings of a new client. */
export function settingsOf(options: LagClientOptions): Settings {
  checkOptions(options, OPTIONS.client);
  const token = checkedToken(options.token);
  const kind: Kind = token.startsWith(ROBOT_TOKEN_PREFIX) ? 'robot' : 'user';
  const baseUrl = checkedBaseUrl(options.baseUrl ?? DEFAULT_BASE_URL, options.allowHttp === true);
  const authorization = `${kind === 'robot' ? 'Robot' : 'Bearer'} ${token}`;
  const userAgent = { 'user-agent': options.userAgent ?? USER_AGENT };
  const defaults: Settings = {
    baseUrl,
    kind,
    fetch: options.fetch,
    headers: {
      authorization,
      accept: 'application/json',
      ...checkedHeaders('userAgent', userAgent),
    },
    timeoutMs: 30_000,
    deadlineMs: Number.POSITIVE_INFINITY,
    maxRetries: 2,
    maxRetryWaitMs: 60_000,
    retryUnsafe: false,
    pacing: 'wait',
    memory: memoryOf(`${baseUrl} ${authorization}`),
    pacer: PROCESS_PACER,
    clock: SYSTEM_CLOCK,
  };
  return changed(defaults, options);
}

/** Return the same settings with other options, which were checked. */
export function changed(settings: Settings, options: ClientSettings & CallOptions): Settings {
  const limit = (name: 'timeoutMs' | 'deadlineMs' | 'maxRetryWaitMs') => {
    const { [name]: ms = settings[name] } = options;
    return ms ?? Number.POSITIVE_INFINITY;
  };
  const { headers } = options;
  return {
    ...settings,
    timeoutMs: limit('timeoutMs'),
    deadlineMs: limit('deadlineMs'),
    maxRetryWaitMs: limit('maxRetryWaitMs'),
    maxRetries: options.maxRetries ?? settings.maxRetries,
    pacing: options.pacing ?? settings.pacing,
    retryUnsafe: options.retryUnsafe ?? settings.retryUnsafe,
    onRetry: options.onRetry ?? settings.onRetry,
    signal: options.signal ?? settings.signal,
    headers: headers
      ? { ...settings.headers, ...checkedHeaders('headers', headers) }
      : settings.headers,
  };
}

/** Return what is left of the deadline of a call; Infinity if it has none. */
export function msLeft(settings: Settings, started: number): number {
  return settings.deadlineMs - (settings.clock.now() - started);
}

/** Return the error for a value that an argument cannot have. */
export function unfit(name: string, expected: string, value: unknown): LagInvalidRequestError {
  return new LagInvalidRequestError(`\`${name}\` must be ${expected}, not ${shown(value)}`);
}

/** A value for a message: short, on one line, and never the inside of an object. */
function shown(value: unknown): string {
  if (typeof value === 'string') {
    return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}...` : value);
  }
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object' && value) return 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
}

/** Return a token that a header can carry. No message has anything of it. */
function checkedToken(token: unknown): string {
  if (token === undefined || token === null || token === '') {
    const kinds = 'a personal access token (lag_pat_...) or a robot key (lag_robot_...)';
    throw new LagInvalidRequestError(`\`token\` must be ${kinds}, not empty`);
  }
  if (typeof token !== 'string' || !/^[!-~]+$/.test(token)) {
    throw new LagInvalidTokenError(
      '`token` must be printable ASCII text without spaces, not what no header can carry. ' +
        'If it comes from a file, strip the line break at its end',
    );
  }
  return token;
}

function checkedBaseUrl(text: string, allowHttp: boolean): string {
  const safe = withoutSecrets(text.replace(/#.*/s, '#...'));
  const url = /^https?:\/\/[^/]/i.test(text) && !/[\s\p{Cc}]/u.test(text) && parsed(text);
  const labels = url ? url.hostname.replace(/\.$/, '').split('.') : [];
  const isHost = labels.every(({ length }) => length > 0 && length <= LONGEST_LABEL);
  if (!url || url.port === '0' || !isHost)
    throw unfit('baseUrl', `a URL like ${DEFAULT_BASE_URL}`, safe);
  if (url.username || url.password || /[?#]/.test(text)) {
    throw unfit('baseUrl', 'a URL without a user, a query or a fragment', safe);
  }
  const isLoopback = /^(?:localhost|\[::1\]|127(?:\.\d{1,3}){3})$/.test(url.hostname);
  if (url.protocol === 'http:' && !allowHttp && !isLoopback) {
    const expected =
      'https://, or http:// to this machine, because the token could be read on the way (in a ' +
      'network that you trust: `allowHttp: true`, or LAG_ALLOW_HTTP=1 and `fromEnv`)';
    throw unfit('baseUrl', expected, safe);
  }
  return url.href.replace(/\/+$/, '');
}

/** Return a URL that may be shown: user, password and query are replaced by dots. */
export function withoutSecrets(url: string): string {
  return url.replace(/^([a-z0-9+.-]+:\/\/)?.*@/is, '$1...@').replace(/\?.*/s, '?...');
}

function parsed(url: string): URL | null {
  try {
    return new URL(url);
  } catch {
    return null;
  }
}

function checkedHeaders(option: string, headers: object): Record<string, string> {
  const checked: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) || RESERVED.test(name)) {
      throw unfit(option, 'headers of your own, by name', name);
    }
    if (typeof value !== 'string' || !/^(?:[!-~](?:[\t -~]*[!-~])?)?$/.test(value)) {
      // The value may be a secret of the caller's.
      const expected = 'printable ASCII text without blanks around it';
      throw new LagInvalidRequestError(`\`${option}\` must have ${expected} as ${shown(name)}`);
    }
    checked[name.toLowerCase()] = value;
  }
  return checked;
}
