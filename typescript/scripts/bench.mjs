// Measure the client against `fetch` by hand and undici, over loopback HTTP.
//
//     npm run bench [-- --json]
//
// A row gives the median of several rounds. Each way gets its turn in every round, so that what
// else the machine does hits all of them. Ratios are to `fetch` by hand.

import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

const self = fileURLToPath(import.meta.url);
const index = fileURLToPath(new URL('../dist/esm/index.js', import.meta.url));
const user = {
  id: 'u1',
  username: 'sam',
  displayName: 'Sam',
  avatarUrl: null,
  status: 'online',
  createdAt: '2026-01-01T00:00:00Z',
};
const message = (id) => ({
  id: `m${id}`,
  roomId: 'r',
  userId: 'u1',
  username: 'sam',
  displayName: 'Sam',
  avatarUrl: null,
  content: 'A message of ordinary length, as people write them.',
  createdAt: '2026-01-01T00:00:00Z',
  editedAt: null,
});
const page = {
  messages: Array.from({ length: 100 }, (_, id) => message(id)),
  hasMore: false,
  nextCursor: null,
};

async function serve() {
  const bodies = {
    '/users/me': JSON.stringify(user),
    '/servers/s/rooms/r/messages?limit=100': JSON.stringify(page),
  };
  const sent = JSON.stringify(message(1));
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      response.writeHead(request.method === 'POST' ? 201 : 200, {
        'content-type': 'application/json',
      });
      response.end(request.method === 'POST' ? sent : bodies[request.url]);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.send(server.address().port);
}

const headers = { authorization: 'Bearer lag_pat_x', accept: 'application/json' };

/** What each way does: one read, one page, one send. */
async function ways(baseUrl) {
  const { LagClient } = await import(index);
  const undici = await import('undici');
  const client = new LagClient({ token: 'lag_pat_x', baseUrl });
  const pages = '/servers/s/rooms/r/messages?limit=100';
  const body = JSON.stringify({ content: 'hi' });
  const post = {
    method: 'POST',
    body,
    headers: { ...headers, 'content-type': 'application/json' },
  };
  const send = '/servers/s/rooms/r/messages';
  const byFetch = async (path, init = { headers }) => (await fetch(baseUrl + path, init)).json();
  const byUndici = async (path, init = { headers }) =>
    (await undici.request(baseUrl + path, init)).body.json();
  const { messages } = client.servers.rooms;
  return {
    fetch: {
      read: () => byFetch('/users/me'),
      page: () => byFetch(pages),
      send: () => byFetch(send, post),
    },
    undici: {
      read: () => byUndici('/users/me'),
      page: () => byUndici(pages),
      send: () => byUndici(send, post),
    },
    sdk: {
      read: () => client.users.me(),
      page: () => messages.list('s', 'r', { limit: 100 }),
      send: () => messages.send('s', 'r', { content: 'hi' }),
    },
  };
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

async function timed(work) {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** Start a process that runs this code, and return its whole time in milliseconds. */
function processTime(code) {
  const began = performance.now();
  execFileSync(process.execPath, ['--input-type=module', '-e', code], { stdio: 'ignore' });
  return performance.now() - began;
}

async function measure(baseUrl) {
  const rows = {};
  const note = (row, way, value) => {
    rows[row] ??= {};
    rows[row][way] ??= [];
    rows[row][way].push(value);
  };
  const first = {
    fetch: `await (await fetch('${baseUrl}/users/me')).json()`,
    undici: `import { request } from '${import.meta.resolve('undici')}'; await (await request('${baseUrl}/users/me')).body.json()`,
    sdk: `import { LagClient } from '${index}'; await new LagClient({ token: 'lag_pat_x', baseUrl: '${baseUrl}' }).users.me()`,
  };
  const cold = {
    fetch: '0',
    undici: `import '${import.meta.resolve('undici')}'`,
    sdk: `import { LagClient } from '${index}'; new LagClient({ token: 'lag_pat_x' })`,
  };
  for (let round = 0; round < 9; round++) {
    for (const way of ['fetch', 'undici', 'sdk']) {
      note('process that imports it', way, processTime(cold[way]));
      note('process with a first call', way, processTime(first[way]));
    }
  }
  const all = await ways(baseUrl);
  for (const way of Object.values(all)) {
    for (let index = 0; index < 300; index++) await way.read();
    for (let index = 0; index < 100; index++) await way.page();
  }
  for (let round = 0; round < 15; round++) {
    for (const [name, way] of Object.entries(all)) {
      const many = (work, count) => async () => {
        for (let index = 0; index < count; index++) await work();
      };
      note('one call', name, (await timed(many(way.read, 200))) / 200);
      note('a page of 100', name, (await timed(many(way.page, 100))) / 100);
      note(
        '500 sends at once',
        name,
        await timed(() => Promise.all(Array.from({ length: 500 }, way.send))),
      );
    }
  }
  return Object.fromEntries(
    Object.entries(rows).map(([row, values]) => [
      row,
      Object.fromEntries(Object.entries(values).map(([way, list]) => [way, median(list)])),
    ]),
  );
}

if (process.send) {
  await serve();
} else {
  const server = fork(self);
  const [port] = await once(server, 'message');
  const rows = await measure(`http://127.0.0.1:${port}`);
  server.kill();
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify(rows, null, 2));
  } else {
    const cell = (value, fetch) => `${value.toFixed(2)} ms (${(value / fetch).toFixed(2)})`;
    console.log('| | fetch by hand | undici | @lagapp/sdk |\n|---|---|---|---|');
    for (const [row, { fetch, undici, sdk }] of Object.entries(rows)) {
      console.log(
        `| ${row} | ${fetch.toFixed(2)} ms | ${cell(undici, fetch)} | ${cell(sdk, fetch)} |`,
      );
    }
  }
}
