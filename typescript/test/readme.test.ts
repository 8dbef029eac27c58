/** Every program in README.md compiles and runs against a sandbox. */

import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { root } from './kit/paths.js';
import { Sandbox } from './kit/sandbox.js';

const folder = `${root}/.build/readme`;
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';
/** What the examples take from those before them. */
const PRELUDE: Record<string, string> = {
  serverId: "const serverId = process.env.SERVER_ID ?? '';",
  roomId: "const roomId = process.env.ROOM_ID ?? '';",
  robotKey: "const robotKey = process.env.ROBOT_KEY ?? '';",
  baseUrl: "const baseUrl = process.env.LAG_BASE_URL ?? '';",
  secret: "const secret = 'whsec_MDEyMzQ1Njc4OWFiY2RlZg==';",
  saved: "let saved = '';",
  robot:
    "const robot = new LagClient({ token: process.env.ROBOT_KEY ?? '', baseUrl: process.env.LAG_BASE_URL });",
  client: 'const client = LagClient.fromEnv();',
};

const blocks = [...readFileSync(`${root}/README.md`, 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)].map(
  ([, text = '']) => text,
);

/** An example as a program of its own. */
function programOf(text: string): string {
  if (text.includes('import {')) return text;
  const names = Object.keys(PRELUDE).filter((name) => {
    return new RegExp(`\\b${name}\\b`).test(text) && !text.includes(`const ${name} `);
  });
  const lines = names.map((name) => PRELUDE[name]).join('\n');
  const used = `${lines}\n${text}`;
  const imports = ['LagClient', 'LagNotFoundError', 'LagWebhookError', 'webhooks'].filter((name) =>
    new RegExp(`\\b${name}\\b`).test(used),
  );
  return `import { ${imports.join(', ')} } from '@lagapp/sdk';\n${used}\nexport {};\n`;
}

let lag: Sandbox;
before(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/pixel.png`, Buffer.from(PIXEL, 'base64'));
  blocks.forEach((text, index) => {
    writeFileSync(`${folder}/program${index}.mts`, programOf(text));
  });
  const files = blocks.map((_, index) => `${folder}/program${index}.mts`);
  const options = ['--ignoreConfig', '--strict', '--module', 'nodenext', '--target', 'es2022'];
  const types = ['--types', 'node', '--skipLibCheck', '--exactOptionalPropertyTypes'];
  execFileSync('npm', ['exec', '--', 'tsc', ...options, ...types, ...files], {
    cwd: root,
    stdio: 'inherit',
  });
  lag = await Sandbox.start();
});
after(() => rmSync(folder, { recursive: true, force: true }));

test('the programs of the README run', async () => {
  assert.equal(blocks.length, 9);
  const env = {
    ...process.env,
    LAG_TOKEN: lag.token,
    LAG_BASE_URL: lag.url,
    ROBOT_KEY: lag.robotKey,
    SERVER_ID: lag.serverId,
    ROOM_ID: lag.roomId,
  };
  for (const [index, text] of blocks.entries()) {
    // The first one is that of the product page, which has a test of its own.
    if (text.includes('lag_pat_...')) continue;
    const isStream = text.includes('events.stream');
    const options = { cwd: folder, env, ...(isStream ? { timeout: 1500 } : {}) };
    const running = promisify(execFile)('node', [`program${index}.mjs`], options);
    if (isStream) await assert.rejects(running, { killed: true, stderr: '' });
    else await running;
  }
});
