/** The conformance vectors that all languages share; tests/vectors/README.md says their format. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { errorOf } from '../src/decode.js';
import * as errors from '../src/errors.js';
import { eventFrom } from '../src/events/event.js';
import { Blocks, GarbageError } from '../src/events/sse.js';
import { perform } from '../src/flow.js';
import { TABLE } from '../src/generated/table.js';
import { Pacer } from '../src/pacing.js';
import { paginate } from '../src/pages.js';
import { decide, type Failure, type Refusal, retryAfter } from '../src/retry.js';
import type { Replay } from '../src/route.js';
import { settingsOf } from '../src/settings.js';
import type { PaginatedResponse } from '../src/types.js';
import { sign, verify } from '../src/webhooks.js';
import { type Answer, BASE_URL, pathOf, routeNamed, scripted, settingsFor } from './kit/calls.js';
import { vectors } from './kit/paths.js';

type Fields = Record<string, unknown>;

interface CallCase {
  name: string;
  route: string;
  as: 'user' | 'robot';
  path: Fields;
  fields: Fields;
}

function load<T>(name: string): T {
  return JSON.parse(readFileSync(`${vectors}/${name}.json`, 'utf8')) as T;
}

/** Run every case of a file, and report all that fail. */
async function runAll<C extends { name: string; because?: string }>(
  name: string,
  check: (one: C) => unknown,
): Promise<void> {
  const wrong: string[] = [];
  for (const one of load<{ cases: C[] }>(name).cases) {
    try {
      await check(one);
    } catch (error) {
      wrong.push(`${one.name} (because ${one.because}): ${(error as Error).message}`);
    }
  }
  assert.deepEqual(wrong, []);
}

const KINDS: Record<string, new (...args: never[]) => errors.LagApiError> = {
  api: errors.LagApiError,
  bad_request: errors.LagBadRequestError,
  auth: errors.LagAuthError,
  permission: errors.LagPermissionError,
  not_found: errors.LagNotFoundError,
  conflict: errors.LagConflictError,
  rate_limit: errors.LagRateLimitError,
  server: errors.LagServerError,
  connection: errors.LagConnectionError,
  decode: errors.LagDecodeError,
  invalid_token: errors.LagInvalidTokenError,
  invalid_request: errors.LagInvalidRequestError,
};

function fieldsOf(fields: Fields): Fields {
  const value = (one: unknown) =>
    typeof one === 'object' && one !== null && 'base64' in one
      ? Buffer.from(one.base64 as string, 'base64')
      : one;
  return Object.fromEntries(Object.entries(fields).map(([name, one]) => [name, value(one)]));
}

/** Perform the call of a case against these answers. */
function performed(one: CallCase, answers: readonly Answer[], options = {}) {
  const { fetch, sent, left } = scripted(answers);
  const settings = settingsFor(one.as, fetch, options);
  const route = routeNamed(one.route);
  const call = { path: pathOf(route, one.path), fields: fieldsOf(one.fields) };
  return { sent, left, settings, ended: perform(route.name, call, settings) };
}

/** Names as TypeScript has them. */
function camelKeys(values: Record<string, string>): Record<string, string> {
  const camel = (name: string) => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [camel(name), value]));
}

test('a base URL is what requests begin with, or is refused, as the vectors say', async () => {
  await runAll<{ name: string; base_url: string; allow_http: boolean; url?: string }>(
    'base_urls',
    ({ base_url, allow_http, url }) => {
      const options = { token: 'lag_pat_x', baseUrl: base_url, allowHttp: allow_http };
      if (url) assert.equal(settingsOf(options).baseUrl, url);
      else assert.throws(() => settingsOf(options), errors.LagInvalidRequestError);
    },
  );
});

test('arguments become the requests that the vectors say', async () => {
  interface Expected {
    method: string;
    path: string;
    query?: [string, string][];
    json?: unknown;
    form?: [string, string][];
    file?: Record<string, string>;
  }
  await runAll<CallCase & { request: Expected }>('requests', async (one) => {
    const { sent, ended } = performed(one, [{ status: 400 }]);
    await ended.catch(() => {});
    const { url, init } = sent[0] ?? assert.fail('nothing was sent');
    const expected = one.request;
    const [path, query = ''] = url.slice(BASE_URL.length).split('?');
    assert.deepEqual([init.method, path], [expected.method, expected.path]);
    assert.deepEqual([...new URLSearchParams(query)], expected.query ?? []);
    const scheme = one.as === 'robot' ? 'Robot' : 'Bearer';
    assert.ok(init.headers.authorization?.startsWith(`${scheme} `));
    if (expected.json !== undefined) {
      assert.equal(init.headers['content-type'], 'application/json');
      assert.deepEqual(JSON.parse(init.body), expected.json);
    } else if (expected.form) {
      const form = await new Response(init.body, { headers: init.headers }).formData();
      const { part = '', filename, content_type, base64 } = expected.file ?? {};
      const file = form.get(part) as File;
      const bytes = Buffer.from(await file.arrayBuffer()).toString('base64');
      assert.deepEqual([file.name, file.type, bytes], [filename, content_type, base64]);
      form.delete(part);
      assert.deepEqual([...form], expected.form);
    } else {
      assert.equal(init.body, undefined);
    }
  });
});

test('what cannot be sent is refused as the vectors say', async () => {
  await runAll<CallCase & { error: string }>('refusals', async (one) => {
    const { sent, ended } = performed(one, [{ status: 200 }]);
    const error = await ended.then(
      () => assert.fail('it was sent'),
      (problem: errors.LagApiError) => problem,
    );
    assert.ok(error instanceof (KINDS[one.error] as never), String(error));
    assert.deepEqual([error.outcome, error.attempts, sent.length], ['not_sent', 0, 0]);
  });
});

test('no path value leaves its segment, in any path of any route', async () => {
  const { path_values } = load<{ path_values: { value: unknown }[] }>('refusals');
  const wrong: string[] = [];
  for (const [name, row] of Object.entries(TABLE)) {
    const placeholders = [...row.path.matchAll(/{(.*?)}/g)].map(([, one = '']) => one);
    const kind = row.callers.some((caller) => caller !== 'robot') ? 'user' : 'robot';
    for (const [index, placeholder] of placeholders.entries()) {
      for (const { value } of path_values) {
        const { fetch, sent } = scripted([{ status: 200 }]);
        const path = placeholders.map((_, other) => (other === index ? value : 'x'));
        const call = { path, fields: {} };
        const route = routeNamed(name).name;
        const error = await perform(route, call, settingsFor(kind, fetch)).catch((e) => e);
        const isRefused = error instanceof errors.LagInvalidRequestError;
        if (isRefused && sent.length === 0 && error.message.includes(`\`${placeholder}\``))
          continue;
        wrong.push(`${name}: ${placeholder} = ${JSON.stringify(value)}`);
      }
    }
  }
  assert.deepEqual(wrong, []);
});

/** A refusal or a failure, as retries see them. */
function outcomeOf({ failure, status = 0, headers = {} }: Answer): Refusal | Failure {
  if (!failure) return { status, headers: new Headers(headers) };
  return { message: 'broken', ...(failure as Pick<Failure, 'phase' | 'sent'>) };
}

test('what follows a failed attempt is what the vectors say', async () => {
  await runAll<{
    name: string;
    outcome: Answer;
    replay: Replay;
    attempt: number;
    max_retries: number;
    max_retry_wait_seconds: number;
    retry_unsafe: boolean;
    seconds_left: number | null;
    now: string;
    jitter: number;
    action: string;
    wait_seconds: number;
  }>('retries', (one) => {
    const policy = {
      maxRetries: one.max_retries,
      maxRetryWaitMs: one.max_retry_wait_seconds * 1000,
      retryUnsafe: one.retry_unsafe,
    };
    const left = one.seconds_left === null ? Infinity : one.seconds_left * 1000;
    const outcome = outcomeOf(one.outcome);
    const now = Date.parse(one.now);
    const decision = decide(outcome, one.replay, one.attempt, policy, left, now, one.jitter);
    assert.equal(decision.action, one.action);
    if (one.action !== 'fail') assert.equal(decision.waitMs, one.wait_seconds * 1000);
  });
});

test('each form of Retry-After means the seconds that the vectors say', async () => {
  await runAll<{
    name: string;
    status: number;
    value: string | null;
    now: string;
    seconds: number | null;
  }>('retry_after', ({ status, value, now, seconds }) => {
    const headers = { get: () => value };
    assert.equal(retryAfter({ status, headers }, Date.parse(now)), seconds);
  });
});

test('each refusal becomes the error that the vectors say', async () => {
  await runAll<{
    name: string;
    status: number;
    headers: Record<string, string>;
    body: string;
    kind: string;
    code: string;
    message: string;
    messages?: string[];
    error_body: unknown;
    request_id: string | null;
    retry_after_seconds: number | null;
  }>('errors', (one) => {
    const reply = { status: one.status, headers: new Headers(one.headers), text: one.body };
    const error = errorOf(reply, retryAfter(reply, Date.parse('2026-01-01T12:00:00Z')));
    assert.equal(error.constructor, KINDS[one.kind]);
    assert.deepEqual(
      [error.status, error.code, error.message],
      [one.status, one.code, one.message],
    );
    assert.deepEqual([error.body, error.requestId], [one.error_body, one.request_id ?? null]);
    assert.equal(error.retryAfterSeconds, one.retry_after_seconds);
    if (one.messages) assert.deepEqual((error as errors.LagBadRequestError).messages, one.messages);
  });
});

/** The result has the fields that the vectors name. */
function assertResult(data: unknown, expected: unknown): void {
  if (Array.isArray(expected)) {
    assert.ok(Array.isArray(data));
    assert.equal(data.length, expected.length);
    expected.forEach((one, index) => {
      assertResult(data[index], one);
    });
  } else if ((expected as Fields).nothing) {
    assert.equal(data, undefined);
  } else {
    const own = data as Fields;
    const named = Object.keys(expected as Fields).map((name) => [name, own[name]]);
    assert.deepEqual(Object.fromEntries(named), expected);
  }
}

test('each success becomes the result, or the error, that the vectors say', async () => {
  await runAll<
    CallCase & { status: number; body: string; result?: unknown; error?: string; outcome?: string }
  >('results', async (one) => {
    const answer = { status: one.status, body: one.body };
    // A response that was cut off is asked for again.
    const { ended } = performed(one, Array(6).fill(answer));
    const error: errors.LagApiError | null = await ended.then(
      ({ data }) => {
        assertResult(data, one.result ?? assert.fail('it has no result'));
        return null;
      },
      (problem) => problem,
    );
    if (error === null) return;
    if (!one.error) throw error;
    assert.ok(error instanceof (KINDS[one.error] as never), String(error));
    assert.equal(error.outcome, one.outcome);
  });
});

test('whole calls make the requests and the waits, and end, as the vectors say', async () => {
  await runAll<
    CallCase & {
      options: Record<string, number | boolean>;
      answers: Answer[];
      requests: string[];
      waits: number[];
      attempts: number;
      result?: unknown;
      error?: string;
      outcome?: string;
      ids?: Record<string, string>;
    }
  >('calls', async (one) => {
    const { max_retries, retry_unsafe, deadline_seconds } = one.options;
    const options = {
      ...(max_retries === undefined ? {} : { maxRetries: max_retries as number }),
      ...(retry_unsafe === undefined ? {} : { retryUnsafe: retry_unsafe as boolean }),
      ...(deadline_seconds === undefined ? {} : { deadlineMs: Number(deadline_seconds) * 1000 }),
    };
    const { sent, left, settings, ended } = performed(one, one.answers, options);
    const end = await ended.catch((error: errors.LagApiError) => error);
    if (end instanceof Error) {
      if (!one.error) throw end;
      assert.ok(end instanceof (KINDS[one.error] as never), String(end));
      assert.equal(end.outcome, one.outcome);
      const { ids } = end as Partial<errors.LagNotFoundError>;
      if (one.ids) assert.deepEqual(ids, camelKeys(one.ids));
    } else {
      assertResult(end.data, one.result ?? assert.fail('it has no result'));
    }
    assert.equal(end.attempts, one.attempts);
    const requests = sent.map(({ url, init }) => `${init.method} ${url.slice(BASE_URL.length)}`);
    assert.deepEqual(requests, one.requests);
    assert.deepEqual(settings.clock.waits, one.waits);
    assert.equal(left.length, 0);
  });
});

test('walks deliver the items, make the requests, and end, as the vectors say', async () => {
  await runAll<{
    name: string;
    limit: number | null;
    cursor: string | null;
    pages: { ids: string[]; hasMore: boolean; nextCursor: string | null }[];
    items: string[];
    requests: [string, string][][];
    error: string | null;
  }>('pages', async (one) => {
    const answers = one.pages.map(({ ids, ...rest }) => ({
      body: JSON.stringify({ messages: ids.map((id) => ({ id })), ...rest }),
    }));
    const { fetch, sent } = scripted(answers);
    const settings = settingsFor('user', fetch);
    const params = {
      ...(one.limit === null ? {} : { limit: one.limit }),
      ...(one.cursor === null ? {} : { cursor: one.cursor }),
    };
    const list = async (page: object) => {
      const call = { path: ['c'], fields: { ...page } };
      const response = await perform('dms.listMessages', call, settings);
      return response.data as PaginatedResponse<{ id: string }>;
    };
    const items: string[] = [];
    let error: unknown = null;
    try {
      for await (const { id } of paginate<{ id: string }>(list, params).items()) items.push(id);
    } catch (problem) {
      error = problem;
    }
    assert.equal(error instanceof errors.LagDecodeError ? 'decode' : error, one.error);
    const queries = sent.map(({ url }) => [...new URLSearchParams(url.split('?')[1] ?? '')]);
    assert.deepEqual([items, queries], [one.items, one.requests]);
  });
});

test('bytes become the same blocks, wherever they are cut', async () => {
  await runAll<{
    name: string;
    base64: string;
    lenient: boolean;
    blocks: Fields[];
    garbage: boolean;
  }>('event_stream', (one) => {
    const data = Buffer.from(one.base64, 'base64');
    const cuts = [[data], [...data].map((byte) => Buffer.from([byte]))];
    for (let at = 1; at < data.length; at++) cuts.push([data.subarray(0, at), data.subarray(at)]);
    for (const pieces of cuts) {
      const blocks = new Blocks();
      blocks.isStrict = !one.lenient;
      const found: Fields[] = [];
      let isGarbage = false;
      try {
        for (const piece of pieces) {
          for (const { id, type, data: text, retryMs, stray } of blocks.feed(piece)) {
            const retry_seconds = retryMs === null ? null : retryMs / 1000;
            found.push({ id, type, data: text, retry_seconds, stray });
          }
        }
      } catch (error) {
        if (!(error instanceof GarbageError)) throw error;
        isGarbage = true;
      }
      assert.deepEqual([found, isGarbage], [one.blocks, one.garbage]);
    }
  });
});

test('payloads become the events that the vectors say', async () => {
  await runAll<{
    name: string;
    payload: unknown;
    id: string | null;
    type: string | null;
    event: Fields & { data: Fields };
  }>('events', (one) => {
    const event = eventFrom(one.payload, one.id, one.type ?? undefined);
    const { type, id, serverId, timestamp, data } = event;
    assert.deepEqual({ type, id, server_id: serverId, timestamp, data }, one.event);
    assert.deepEqual(event.raw, one.payload);
  });
});

test('webhooks are taken or refused as the vectors say', async () => {
  interface WebhookCase {
    name: string;
    body_base64: string;
    headers: Record<string, string>;
    secret: string | string[];
    tolerance_seconds: number;
    now: number;
    error?: string;
    event?: Fields;
  }
  await runAll<WebhookCase>('webhooks', async (one) => {
    const body = Buffer.from(one.body_base64, 'base64');
    const options = { toleranceSeconds: one.tolerance_seconds, now: () => one.now * 1000 };
    const result = await verify(body, one.headers, one.secret, options).catch((error) => error);
    if (result instanceof Error) {
      if (!(result instanceof errors.LagApiError)) throw result;
      assert.equal(result.code, one.error);
    } else {
      assertResult(result, one.event ?? assert.fail('it was taken'));
    }
  });
  interface SignCase {
    body: string;
    secret: string | string[];
    id: string;
    timestamp: number;
    headers: Record<string, string>;
  }
  for (const one of load<{ sign: SignCase[] }>('webhooks').sign) {
    assert.deepEqual(await sign(one.body, one.secret, one), one.headers);
  }
});

test('places in the queue of a limit wait as the vectors say', async () => {
  type Step = { at: number } & Partial<
    Record<'take' | 'wait' | 'end', string> & { seconds: number; sent: boolean }
  >;
  await runAll<{ name: string; limit: { count: number; seconds: number }; steps: Step[] }>(
    'pacing',
    ({ limit, steps }) => {
      let now = 0;
      const pacer = new Pacer(() => now);
      const turns = new Map<string, ReturnType<Pacer['queue']>>();
      for (const { at, take, wait, end, seconds = 0, sent = true } of steps) {
        now = at * 1000;
        if (take) turns.set(take, pacer.queue('token', { '': limit }));
        if (end) turns.get(end)?.end(sent);
        const waited = wait ? (turns.get(wait)?.waitMs() ?? -1) : seconds * 1000;
        assert.ok(Math.abs(waited - seconds * 1000) < 0.001, `${wait} waits ${waited} ms`);
      }
    },
  );
});

test('every route has a vector', () => {
  const { cases } = load<{ cases: CallCase[] }>('requests');
  const covered = new Set(cases.map(({ route }) => routeNamed(route).name));
  assert.deepEqual([...covered].sort(), Object.keys(TABLE).sort());
});
