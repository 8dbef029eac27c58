/** The defects of the published 0.2.0, D1 to D17, each turned into what is right. */

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { inspect } from 'node:util';
import * as sdk from '../src/index.js';
import { Sandbox } from './kit/sandbox.js';
import { json, type Server, script, serve } from './kit/server.js';

const ROBOT_KEY = 'lag_robot_CaNaRy7f3a';
const TOKEN = 'lag_pat_CaNaRy7f3a';
const MIB = 1024 * 1024;

function clientOf(server: Server, options: Partial<sdk.LagClientOptions> = {}): sdk.LagClient {
  return new sdk.LagClient({ token: TOKEN, baseUrl: server.url, ...options });
}

/** Return the error that a call rejects with. */
async function failure<E extends sdk.LagApiError>(
  call: Promise<unknown>,
  kind: new (...args: never[]) => E,
): Promise<E> {
  const result = await call.then(
    (value) => assert.fail(`it succeeded: ${inspect(value)}`),
    (error: unknown) => error,
  );
  assert.ok(result instanceof kind, inspect(result));
  return result;
}

test('D1: a message is never posted twice, and a success is never invented', async () => {
  const lag = await Sandbox.start({ faults: ['drop_after:servers.rooms.messages.send:0.3'] });
  const { messages } = lag.client().servers.rooms;
  const texts = Array.from({ length: 30 }, (_, index) => `message ${index}`);
  const fine = new Set<string>();
  await Promise.all(
    texts.map(async (content) => {
      const sent = await messages.send(lag.serverId, lag.roomId, { content });
      assert.equal(sent.content, content);
      fine.add(content);
    }),
  );
  const stored: string[] = [];
  for await (const { content } of messages.iter(lag.serverId, lag.roomId).items()) {
    if (texts.includes(content)) stored.push(content);
  }
  assert.deepEqual(stored.sort(), [...fine].sort());
  assert.ok((await lag.ask<{ drop_after: number }>('struck')).drop_after > 0);
});

test('D2: no id leaves its segment', async () => {
  const server = await serve(script([200, {}]));
  const { servers } = clientOf(server);
  for (const call of [
    () => servers.members.kick('S', '..'),
    () => servers.roles.delete('S', '..'),
    () => servers.rooms.messages.delete('S', '..', '..'),
    () => servers.members.kick('S', ''),
    () => servers.delete(undefined as unknown as string),
  ]) {
    const error = await failure(call(), sdk.LagInvalidRequestError);
    assert.equal(error.outcome, 'not_sent');
  }
  assert.equal(server.seen.length, 0);
});

test('D3: `timeoutMs` covers the body', async () => {
  const server = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"id":');
  });
  const client = clientOf(server, { timeoutMs: 100, maxRetries: 0 });
  const error = await failure(client.users.me(), sdk.LagTimeoutError);
  assert.deepEqual([error.code, error.attempts], ['timeout', 1]);
  const call = clientOf(server).users.me({ deadlineMs: 100 });
  assert.match((await failure(call, sdk.LagTimeoutError)).message, /deadline of 100 ms/);
});

test('D4: a cut body is a LagConnectionError, and a read is repeated', async () => {
  const server = await serve((_, response, count) => {
    if (count > 1) return json(response, { id: 'u1' });
    response.writeHead(200, { 'content-length': '100' });
    response.write('{"id":');
    setImmediate(() => response.destroy());
    return undefined;
  });
  assert.equal((await clientOf(server).users.me()).id, 'u1');
  assert.equal(server.seen.length, 2);
  const cut = await serve((_, response) => {
    response.writeHead(201, { 'content-length': '100' });
    response.write('{"id":');
    setImmediate(() => response.destroy());
  });
  const call = clientOf(cut).servers.create({ name: 'x' });
  const error = await failure(call, sdk.LagConnectionError);
  assert.deepEqual([error.outcome, cut.seen.length], ['applied', 1]);
});

test('D4: a fetch that does not behave is a LagConnectionError too', async () => {
  const circle = new Error('circle');
  circle.cause = circle;
  const { headers } = new Response();
  const answers: (() => unknown)[] = [
    () => undefined,
    () => ({ status: 200, text: async () => '{}' }),
    () => ({ status: 200, headers }),
    () => ({ status: '200', headers, text: async () => '{}' }),
    () => Response.error(),
    () => Promise.reject(circle),
    () => Promise.reject('text'),
  ];
  for (const answer of answers) {
    const fetch = async () => (await answer()) as sdk.FetchResponse;
    const client = new sdk.LagClient({ token: TOKEN, fetch, maxRetries: 0 });
    const error = await failure(client.friends.sendRequest('sam'), sdk.LagConnectionError);
    assert.equal(error.outcome, 'unknown');
  }
});

test('D5: what is not an answer is not a result', async () => {
  for (const text of ['<html>', '{"id":', '', 'null']) {
    const server = await serve((_, response) => {
      response.end(text);
    });
    const client = clientOf(server);
    const error = await failure(client.users.me(), sdk.LagDecodeError);
    assert.equal(error.body, text || null);
    await failure(client.dms.iterMessages('c').next(), sdk.LagDecodeError);
    const sent = client.servers.rooms.messages.send('s', 'r', { content: 'hi' });
    const outcome = text === '<html>' ? 'unknown' : 'applied';
    assert.equal((await failure(sent, sdk.LagDecodeError)).outcome, outcome);
  }
});

test('D6: Retry-After cannot block, overflow or be missed', async () => {
  for (const value of ['3600', '99999999999', 'Fri, 31 Dec 9999 23:59:59 GMT']) {
    const server = await serve(script([429, {}, { 'retry-after': value }]));
    const error = await failure(clientOf(server).users.me(), sdk.LagRateLimitError);
    assert.ok((error.retryAfterSeconds ?? 0) >= 3600);
    assert.equal(server.seen.length, 1);
  }
  const waits: number[] = [];
  const onRetry = ({ waitMs }: sdk.RetryNotice) => waits.push(waitMs);
  const later = await serve(script([503, {}, { 'retry-after': '0.01' }], [200, { id: 'u' }]));
  assert.equal((await clientOf(later, { onRetry }).users.me()).id, 'u');
  assert.deepEqual(waits, [10]);
  const controller = new AbortController();
  const server = await serve(script([429, {}, { 'retry-after': '50' }]));
  const client = clientOf(server, { onRetry: () => controller.abort() });
  await failure(client.users.me({ signal: controller.signal }), sdk.LagAbortError);
});

test('D7: the token is in nothing that is printed', async () => {
  const server = await serve(script([401, { message: 'No.' }]));
  const client = clientOf(server);
  const error = await failure(client.users.me(), sdk.LagAuthError);
  const shown = (thing: unknown) =>
    inspect(thing, { depth: 20, showHidden: true, getters: true }) + JSON.stringify(thing);
  for (const thing of [client, client.servers.rooms, error, error.stack, client.withOptions({})]) {
    assert.doesNotMatch(shown(thing), /CaNaRy/);
  }
  for (const token of [`${TOKEN}\n`, `${TOKEN} `, `${TOKEN}é`]) {
    assert.throws(
      () => new sdk.LagClient({ token }),
      (problem: unknown) => {
        assert.ok(problem instanceof sdk.LagInvalidTokenError);
        assert.doesNotMatch(shown(problem) + problem.stack, /CaNaRy/);
        return true;
      },
    );
  }
  const unreachable = new sdk.LagClient({ token: TOKEN, baseUrl: 'http://127.0.0.1:9' });
  const lost = await failure(unreachable.users.me({ maxRetries: 0 }), sdk.LagConnectionError);
  assert.doesNotMatch(shown(lost), /CaNaRy/);
});

test('D8: a redirect is an error, and nothing goes to another origin', async () => {
  const elsewhere = await serve(script([200, { id: 'm1' }]));
  for (const status of [301, 302, 303, 307, 308]) {
    const server = await serve(script([status, {}, { location: `${elsewhere.url}/x` }]));
    const { messages } = clientOf(server).servers.rooms;
    const error = await failure(messages.send('s', 'r', { content: 'hi' }), sdk.LagApiError);
    assert.deepEqual([error.status, error.code], [status, `http_${status}`]);
  }
  assert.equal(elsewhere.seen.length, 0);
});

test('D8: a browser hides where a redirect leads, and the error says that it is one', async () => {
  const { headers } = new Response();
  const hidden = { type: 'opaqueredirect', status: 0, headers, text: async () => '' };
  const client = new sdk.LagClient({ token: TOKEN, fetch: async () => hidden });
  const error = await failure(client.friends.sendRequest('sam'), sdk.LagApiError);
  assert.match(error.message, /the API redirects; the client does not follow redirects/);
  assert.deepEqual([error.outcome, error.attempts], ['refused', 1]);
});

test('D9: a walk ends, or says that it cannot go on', async () => {
  const page = (more: object) => ({ messages: [{ id: 'm' }], hasMore: true, ...more });
  for (const [more, expected] of [
    [{ nextCursor: 'same' }, 2],
    [{ nextCursor: null }, 1],
  ] as const) {
    const server = await serve(script([200, page(more)]));
    const walk = clientOf(server).servers.rooms.messages.iter('s', 'r');
    let pages = 0;
    const all = (async () => {
      for await (const _ of walk) pages += 1;
    })();
    await failure(all, sdk.LagDecodeError);
    assert.deepEqual([pages, server.seen.length], [expected, expected]);
  }
});

test('D10: what the README promises is there, and robots are refused before a request', async () => {
  const server = await serve(script([200, []]));
  const bot = clientOf(server, { token: ROBOT_KEY });
  const user = clientOf(server);
  for (const call of [
    () => bot.users.me(),
    () => bot.friends.list(),
    () => bot.dms.list(),
    () => bot.events.list('s'),
    () => bot.images.get('i'),
    () => bot.servers.list(),
    () => bot.servers.members.kick('s', 'u'),
    () => user.robots.events.poll(),
  ]) {
    const error = await failure(call(), sdk.LagInvalidTokenError);
    assert.equal(error.outcome, 'not_sent');
  }
  assert.throws(() => user.robots.events.stream(), sdk.LagInvalidTokenError);
  assert.equal(server.seen.length, 0);
  assert.deepEqual(await bot.servers.rooms.list('s'), []);
  assert.deepEqual(await bot.servers.members.list('s'), []);
  assert.deepEqual(
    server.seen.map(({ url }) => url),
    ['/robots/@me/servers/s/rooms', '/robots/@me/servers/s/members'],
  );
});

/** The file of an upload as it arrived. */
function fileOf(body: Buffer): { head: string; content: string } {
  const text = body.toString('latin1');
  const [, part = ''] = /name="file"([\s\S]*)\r\n--/.exec(text) ?? [];
  const [head = '', content = ''] = part.split('\r\n\r\n');
  return { head, content };
}

test('D11: uploads take paths, Blobs, Files, bytes and streams, the same on every attempt', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lag-'));
  try {
    const path = join(folder, 'a "b".png');
    await writeFile(path, 'picture');
    const bytes = new TextEncoder().encode('picture');
    const generated = async function* () {
      yield bytes.slice(0, 3);
      yield bytes.slice(3);
    };
    const inputs: [sdk.ImageInput, string, string][] = [
      [path, 'a %22b%22.png', 'image/png'],
      [new Blob([bytes], { type: 'image/webp' }), 'upload.bin', 'image/webp'],
      [new File([bytes], 'c.gif'), 'c.gif', 'image/gif'],
      [bytes, 'upload.bin', 'application/octet-stream'],
      [bytes.buffer, 'upload.bin', 'application/octet-stream'],
      [Buffer.from(bytes), 'upload.bin', 'application/octet-stream'],
      [new Blob([bytes]).stream(), 'upload.bin', 'application/octet-stream'],
      [generated(), 'upload.bin', 'application/octet-stream'],
    ];
    for (const [input, filename, type] of inputs) {
      const server = await serve(script([503, {}, { 'retry-after': '0' }], [201, { id: 'i' }]));
      await clientOf(server).images.upload(input, { purpose: 'chat' });
      const [first, second] = server.seen;
      assert.deepEqual(first?.body, second?.body);
      assert.equal(first?.headers['content-length'], String(first?.body.length));
      const { head, content } = fileOf(first?.body ?? Buffer.alloc(0));
      assert.equal(content, 'picture');
      assert.match(head, new RegExp(`filename="${filename}"\r\nContent-Type: ${type}$`));
    }
    const server = await serve(script([201, { id: 'i' }]));
    const named = { purpose: 'chat', filename: 'x.heic', contentType: 'image/heic' } as const;
    await clientOf(server).images.upload(new Blob([bytes], { type: 'image/png' }), named);
    assert.match(fileOf(server.seen[0]?.body ?? Buffer.alloc(0)).head, /"x.heic"\r\n.*image\/heic/);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('D11: what is too large, missing or not bytes is refused before sending', async () => {
  const server = await serve(script([201, { id: 'i' }]));
  const { images } = clientOf(server);
  let pulled = 0;
  const endless = async function* () {
    for (; ; pulled++) yield new Uint8Array(MIB);
  };
  const words = async function* () {
    yield 'text' as unknown as Uint8Array;
  };
  for (const input of [
    new Uint8Array(25 * MIB + 1),
    new Blob([new Uint8Array(26 * MIB)]),
    endless(),
    words(),
    '/no/such/file.png',
    tmpdir(),
    {} as Blob,
  ]) {
    const error = await failure(
      images.upload(input, { purpose: 'chat' }),
      sdk.LagInvalidRequestError,
    );
    assert.equal(error.outcome, 'not_sent');
  }
  assert.ok(pulled < 30);
  assert.equal(server.seen.length, 0);
  await images.upload(new Uint8Array(25 * MIB), { purpose: 'chat' });
  assert.ok((server.seen[0]?.body.length ?? 0) > 25 * MIB);
});

test('D11: a stream that stalls ends with the deadline or the signal', async () => {
  const server = await serve(script([201, { id: 'i' }]));
  const { images } = clientOf(server);
  const stalled = () => new ReadableStream<Uint8Array>({ pull: () => new Promise(() => {}) });
  const purpose = { purpose: 'chat' } as const;
  const late = images.upload(stalled(), purpose, { deadlineMs: 20 });
  const error = await failure(late, sdk.LagTimeoutError);
  assert.deepEqual([error.outcome, error.attempts, error.route], ['not_sent', 0, 'images.upload']);
  const signal = AbortSignal.timeout(20);
  await failure(images.upload(stalled(), purpose, { signal }), sdk.LagAbortError);
  assert.equal(server.seen.length, 0);
});

test('D11: a stream that was read before is refused, not uploaded as an empty file', async () => {
  const server = await serve(script([201, { id: 'i' }]));
  const used = new Blob(['picture']).stream();
  for await (const _ of used);
  const call = clientOf(server).images.upload(used, { purpose: 'chat' });
  assert.match((await failure(call, sdk.LagInvalidRequestError)).message, /`input` must be/);
  assert.equal(server.seen.length, 0);
});

test('D11: a Blob of another realm is a Blob', async () => {
  const server = await serve(script([201, { id: 'i' }]));
  const own = new Blob(['picture'], { type: 'image/png' });
  const { size, type } = own;
  const foreign = { size, type, arrayBuffer: () => own.arrayBuffer(), slice: () => own };
  await clientOf(server).images.upload(foreign, { purpose: 'chat' });
  assert.match(fileOf(server.seen[0]?.body ?? Buffer.alloc(0)).head, /Content-Type: image\/png$/);
  const large = { ...foreign, size: 26 * MIB };
  const refused = clientOf(server).images.upload(large, { purpose: 'chat' });
  await failure(refused, sdk.LagInvalidRequestError);
});

test('D12: options that make no sense are refused by the constructor', () => {
  for (const timeoutMs of [Infinity, 2 ** 40, null, 1]) {
    assert.ok(new sdk.LagClient({ token: TOKEN, timeoutMs }));
  }
  const wrong: [keyof sdk.LagClientOptions | 'timeout', unknown][] = [
    ['timeoutMs', 0],
    ['timeoutMs', -1],
    ['timeoutMs', Number.NaN],
    ['timeoutMs', '30'],
    ['deadlineMs', 0],
    ['maxRetries', -1],
    ['maxRetries', 1.5],
    ['maxRetryWaitMs', 0],
    ['pacing', 'slow'],
    ['retryUnsafe', 'yes'],
    ['fetch', 5],
    ['onRetry', 'log'],
    ['userAgent', 'a\nb'],
    ['headers', { authorization: 'x' }],
    ['headers', { 'x-a': 'b\r\nc' }],
    ['headers', { 'a b': 'c' }],
    ['headers', 'x'],
    ['timeout', 5],
    ['baseUrl', 'api.trylag.com'],
    ['baseUrl', 'ftp://api.trylag.com'],
    ['baseUrl', 'http://api.trylag.com'],
    ['baseUrl', 'https://'],
    ['baseUrl', ''],
    ['baseUrl', 'https://user:secret@api.trylag.com'],
    ['baseUrl', 'https://api.trylag.com?x=1'],
    ['baseUrl', 'https://api.trylag.com#x'],
    ['baseUrl', 5],
  ];
  for (const [name, value] of wrong) {
    assert.throws(
      () => new sdk.LagClient({ token: TOKEN, [name]: value }),
      (error: unknown) => {
        assert.ok(error instanceof sdk.LagInvalidRequestError, `${name} = ${inspect(value)}`);
        assert.match(error.message, new RegExp(`\`${name === 'timeout' ? 'options' : name}\``));
        assert.doesNotMatch(error.message, /secret/);
        return true;
      },
    );
  }
  for (const baseUrl of ['http://localhost:1', 'http://127.0.0.1', 'http://[::1]:8/x/']) {
    assert.ok(new sdk.LagClient({ token: TOKEN, baseUrl }));
  }
  assert.ok(new sdk.LagClient({ token: TOKEN, baseUrl: 'http://10.0.0.1', allowHttp: true }));
});

test('D12: a timeout that is longer than a timer can be never fires', async () => {
  const server = await serve(script([200, { id: 'u1' }]));
  for (const timeoutMs of [Infinity, 2 ** 40, null]) {
    assert.equal((await clientOf(server, { timeoutMs }).users.me()).id, 'u1');
  }
});

test('D13: the text of an error is kept', async () => {
  const html = await serve((_, response) => {
    response.writeHead(502);
    response.end('<html>Bad gateway</html>');
  });
  const client = clientOf(html, { maxRetries: 0 });
  const error = await failure(client.users.me(), sdk.LagServerError);
  assert.deepEqual([error.message, error.body], ['HTTP 502', '<html>Bad gateway</html>']);
  const body = { error: 'Unprocessable', message: ['name is short', 'name is odd'] };
  const list = await serve(script([422, body, { 'x-request-id': 'req-1' }]));
  const refused = await failure(clientOf(list).servers.create({ name: '' }), sdk.LagApiError);
  assert.equal(refused.message, 'name is short; name is odd');
  assert.deepEqual(
    [refused.code, refused.body, refused.requestId],
    ['Unprocessable', body, 'req-1'],
  );
  assert.deepEqual([refused.route, refused.request], ['servers.create', 'POST /servers']);
});

test('D13: the text of an error has the call, and of a 404 the ids', async () => {
  const server = await serve(script([404, { message: 'No room.' }, { 'x-request-id': 'r1' }]));
  const call = clientOf(server).servers.rooms.delete('s1', 'r1');
  const error = await failure(call, sdk.LagNotFoundError);
  assert.equal(
    String(error),
    'LagNotFoundError: No room. (404; not_found; servers.rooms.delete = ' +
      'DELETE /servers/{serverId}/rooms/{roomId}; attempts: 1; refused; request id r1). ' +
      'Check the ids: serverId "s1", roomId "r1"',
  );
  assert.deepEqual(JSON.parse(JSON.stringify(error)).ids, { serverId: 's1', roomId: 'r1' });
});

test('D13: an error without a response names the address', async () => {
  const server = await serve(() => {});
  server.close();
  const call = clientOf(server, { maxRetries: 0 }).users.me();
  const { message } = await failure(call, sdk.LagConnectionError);
  assert.ok(message.startsWith(`No connection to ${server.url}: `), message);
});

test('D15: a fake fits the type of a resource, and `paginate` takes any listing', async () => {
  const calls: string[] = [];
  const fake: sdk.ImagesResource = {
    upload: () => assert.fail(),
    get: () => assert.fail(),
    status: () => assert.fail(),
    delete(id) {
      calls.push(id);
      return Object.assign(Promise.resolve(), { withResponse: () => assert.fail() });
    },
  };
  const client: sdk.LagClient = Object.assign(new sdk.LagClient({ token: TOKEN }), {
    images: fake,
  });
  await client.images.delete('i1');
  assert.deepEqual(calls, ['i1']);
  const answers = [
    { messages: [1, 2], hasMore: true, nextCursor: 'a' },
    { messages: [3], hasMore: false, nextCursor: null },
  ];
  const asked: unknown[] = [];
  const list = async (params: sdk.CursorParams) => {
    asked.push(params);
    return answers[asked.length - 1] ?? assert.fail();
  };
  const items: number[] = [];
  for await (const item of sdk.paginate<number>(list, { limit: 2 }).items()) items.push(item);
  assert.deepEqual(items, [1, 2, 3]);
  assert.deepEqual(asked, [{ limit: 2 }, { limit: 2, cursor: 'a' }]);
});

test('D15: a listing without an array is an error, for `paginate` too', async () => {
  for (const answer of [undefined, {}, { items: [1], hasMore: false }, { messages: null }]) {
    const list = async () => answer as unknown as sdk.PageAnswer;
    await failure(sdk.paginate(list).next(), sdk.LagDecodeError);
    await failure(sdk.paginate(list).items().next(), sdk.LagDecodeError);
  }
});

test('LAG_ALLOW_HTTP allows http to other machines, and is a flag', () => {
  const client = () => sdk.LagClient.fromEnv({ token: TOKEN, baseUrl: 'http://10.0.0.5' });
  try {
    for (const value of ['', '0', 'no', 'false', ' off ', 'perhaps']) {
      process.env.LAG_ALLOW_HTTP = value;
      assert.throws(client, value === 'perhaps' ? /`LAG_ALLOW_HTTP` must be 1 or 0/ : /`baseUrl`/);
    }
    for (const value of ['1', 'true', 'YES', ' on ']) {
      process.env.LAG_ALLOW_HTTP = value;
      assert.ok(client());
    }
  } finally {
    delete process.env.LAG_ALLOW_HTTP;
  }
});

test('D16: a call has options and a response of its own', async () => {
  const server = await serve(script([503, {}], [200, { id: 'u1' }, { 'x-request-id': 'r1' }]));
  const client = clientOf(server, { headers: { 'x-app': '1' } });
  const options = { headers: { 'X-Call': '2' }, timeoutMs: 5000, deadlineMs: 9000, maxRetries: 1 };
  const answer = await client.users.me(options).withResponse();
  const { data, status, requestId, attempts } = answer;
  assert.deepEqual([data.id, status, requestId, attempts], ['u1', 200, 'r1', 2]);
  assert.equal(answer.headers.get('x-request-id'), 'r1');
  const { headers } = server.seen[0] ?? assert.fail();
  assert.deepEqual([headers['x-app'], headers['x-call']], ['1', '2']);
  const wrong = { timeout: 5 } as sdk.CallOptions;
  await failure(client.users.me(wrong), sdk.LagInvalidRequestError);
  await failure(
    client.servers.rooms.messages.send('s', 'r', 'hi' as unknown as { content: string }),
    sdk.LagInvalidRequestError,
  );
});

test('D16: a signal ends a call before, during and between attempts', async () => {
  const hanging = await serve(() => {});
  const client = clientOf(hanging);
  const early = await failure(client.users.me({ signal: AbortSignal.abort() }), sdk.LagAbortError);
  assert.deepEqual([early.outcome, early.attempts], ['not_sent', 0]);
  const controller = new AbortController();
  const call = client.servers.create({ name: 'x' }, { signal: controller.signal });
  const aborted = failure(call, sdk.LagAbortError);
  while (hanging.seen.length === 0) await new Promise((resolve) => setImmediate(resolve));
  controller.abort(new Error('enough'));
  const error = await aborted;
  assert.deepEqual([error.outcome, error.attempts, error.code], ['unknown', 1, 'aborted']);
  assert.equal((error.cause as Error).message, 'enough');
  assert.equal(hanging.seen.length, 1);
});

test('D16: a signal ends a call while it looks for its message', async () => {
  const controller = new AbortController();
  const server = await serve(({ method }, response) => {
    if (method === 'POST') json(response, {}, 500);
    else controller.abort();
  });
  const { messages } = clientOf(server).servers.rooms;
  const call = messages.send('s', 'r', { content: 'hi' }, { signal: controller.signal });
  const error = await failure(call, sdk.LagAbortError);
  assert.deepEqual([error.outcome, error.attempts], ['unknown', 1]);
});

test('D16: headers that would be ignored are refused', async () => {
  const server = await serve(script([200, { id: 'u' }]));
  for (const headers of [new Headers({ a: 'b' }), new Map([['a', 'b']]), [['a', 'b']]]) {
    const options = { headers } as unknown as sdk.CallOptions;
    await failure(clientOf(server).users.me(options), sdk.LagInvalidRequestError);
  }
  assert.equal(server.seen.length, 0);
});

test('D16: a failure of `withResponse` alone is no unhandled rejection', async () => {
  const server = await serve(script([404, {}]));
  const seen: unknown[] = [];
  const note = (error: unknown) => seen.push(error);
  process.on('unhandledRejection', note);
  await failure(clientOf(server).users.me().withResponse(), sdk.LagNotFoundError);
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', note);
  assert.deepEqual(seen, []);
});

test('D17: a robot keeps its limits by itself', async () => {
  const server = await serve(script([201, { id: 'm' }]));
  const bot = clientOf(server, { token: `${ROBOT_KEY}_pacing`, pacing: 'raise' });
  const send = () => bot.servers.rooms.messages.send('s', 'r', { content: 'hi' });
  for (let index = 0; index < 10; index++) await send();
  const error = await failure(send(), sdk.LagRateLimitError);
  assert.deepEqual([error.outcome, server.seen.length], ['not_sent', 10]);
  assert.ok((error.retryAfterSeconds ?? 0) > 8);
  const brief = bot.withOptions({ pacing: 'wait', deadlineMs: 500 });
  const late = brief.servers.rooms.messages.send('s', 'r', { content: 'hi' });
  await failure(late, sdk.LagRateLimitError);
  await bot.withOptions({ pacing: 'off' }).servers.rooms.messages.send('s', 'r', { content: 'hi' });
  assert.equal(server.seen.length, 11);
});
