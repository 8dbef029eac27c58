/** The programs of the product page run as they are printed there. */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { before, test } from 'node:test';
import { promisify } from 'node:util';
import { root } from './kit/paths.js';
import { Sandbox } from './kit/sandbox.js';

let lag: Sandbox;
before(async () => {
  lag = await Sandbox.start();
});

/** Run a printed program: with tokens in place of its dots, and the sandbox as the live API. */
async function run(name: string): Promise<string> {
  const printed = await readFile(`${root}/.build/test/programs/${name}.js`, 'utf8');
  const program = printed
    .replace('lag_pat_...', lag.token)
    .replace('lag_robot_abcd1234_...', lag.robotKey)
    .replace("'room_id'", `'${lag.roomId}'`);
  const redirect = `
    const { fetch } = globalThis;
    globalThis.fetch = (url, init) =>
      fetch(url.replace('https://api.trylag.com', '${lag.url}'), init);
  `;
  const path = `${root}/.build/test/programs/${name}.run.mjs`;
  await writeFile(path, program);
  try {
    const preload = `data:text/javascript,${encodeURIComponent(redirect)}`;
    const { stdout } = await promisify(execFile)('node', ['--import', preload, path]);
    return stdout;
  } finally {
    await rm(path);
  }
}

test('the program for users greets its user and lists the servers', async () => {
  assert.equal(await run('user'), 'Hello, Sam\nLag Lounge\n');
});

test('the program for robots posts a message', async () => {
  assert.match(await run('robot'), /^Beacon \[\n? *'read_messages',/);
  const { messages } = lag.client().servers.rooms;
  const page = await messages.list(lag.serverId, lag.roomId);
  assert.equal(page.messages.filter(({ content }) => content === 'Hello from a robot').length, 1);
});
