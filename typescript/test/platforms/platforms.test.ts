/** The packed package on each platform: Node 18 to 26, Bun, Deno and headless Chromium. */

import assert from 'node:assert/strict';
import { execFile, execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { brotliDecompressSync } from 'node:zlib';
import { build } from 'esbuild';
import { root } from '../kit/paths.js';
import { Sandbox } from '../kit/sandbox.js';
import { serve } from '../kit/server.js';

const binaries = `${root}/platforms/node_modules`;
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';

let folder: string;
let config: Record<string, unknown>;
before(async () => {
  assert.ok(existsSync(binaries), 'The platforms are missing: npm ci --prefix platforms');
  folder = mkdtempSync(join(tmpdir(), 'lag-'));
  const packed = ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder];
  const name = execFileSync('npm', packed, { cwd: root, encoding: 'utf8' }).trim();
  execFileSync('tar', ['-xzf', join(folder, name), '-C', folder]);
  mkdirSync(join(folder, 'node_modules/@lagapp'), { recursive: true });
  cpSync(join(folder, 'package'), join(folder, 'node_modules/@lagapp/sdk'), { recursive: true });
  cpSync(`${root}/test/platforms/exercise.mjs`, join(folder, 'exercise.mjs'));
  writeFileSync(join(folder, 'pixel.png'), Buffer.from(PIXEL, 'base64'));
  writeFileSync(
    join(folder, 'program.mjs'),
    `import * as sdk from '@lagapp/sdk';
import { exercise } from './exercise.mjs';
const config = JSON.parse(process.env.CONFIG);
console.log(JSON.stringify(await exercise(sdk, config)));
`,
  );
  writeFileSync(
    join(folder, 'program.cjs'),
    `const { LagClient } = require('@lagapp/sdk');
const { url, token } = JSON.parse(process.env.CONFIG);
new LagClient({ token, baseUrl: url }).users.me().then(({ username }) => console.log(username));
`,
  );
  const keepalive_seconds = 1;
  const lag = await Sandbox.start({ keepalive_seconds, cors: '*' });
  const faults = ['drop_after:servers.rooms.messages.send:0.4'];
  const lossy = await Sandbox.start({ faults, cors: '*' });
  const slow = await serve((request, response) => {
    // A browser asks first.
    if (request.method !== 'OPTIONS') return;
    response.writeHead(204, {
      'access-control-allow-origin': '*',
      'access-control-allow-headers': '*, authorization',
    });
    response.end();
  });
  const closed = await serve(() => {});
  closed.close();
  const { url, token, robotKey, serverId, roomId } = lag;
  config = {
    ...{ url, token, robotKey, serverId, roomId, pixel: PIXEL },
    lossy: {
      url: lossy.url,
      token: lossy.token,
      serverId: lossy.serverId,
      roomId: lossy.roomId,
    },
    slow: slow.url,
    closed: closed.url,
  };
});
after(() => rmSync(folder, { recursive: true, force: true }));

function assertDone(done: unknown): void {
  assert.ok(Array.isArray(done), String(done));
  assert.ok(done.length >= 18, String(done));
}

async function run(platform: string, command: string, args: readonly string[]): Promise<string> {
  const path = join(folder, 'pixel.png');
  const env = { ...process.env, CONFIG: JSON.stringify({ ...config, platform, path }) };
  const options = { cwd: folder, env, timeout: 60_000 };
  const { stdout } = await promisify(execFile)(command, args, options);
  return stdout.trim();
}

for (const version of [18, 20, 22, 24, 26]) {
  test(`Node ${version}`, async () => {
    const node = `${binaries}/node${version}/bin/node`;
    assertDone(JSON.parse(await run(`Node ${version}`, node, ['program.mjs'])));
    assert.equal(await run(`Node ${version}`, node, ['program.cjs']), 'sam');
  });
}

test('Bun', async () => {
  const bun = `${binaries}/bun/bin/bun`;
  assertDone(JSON.parse(await run('Bun', bun, ['program.mjs'])));
  assert.equal(await run('Bun', bun, ['program.cjs']), 'sam');
});

test('Deno', async () => {
  const allowed = ['--allow-net', '--allow-env', '--allow-read'];
  const args = ['run', ...allowed, '--node-modules-dir=manual', 'program.mjs'];
  assertDone(JSON.parse(await run('Deno', `${binaries}/deno/deno`, args)));
});

/** The browser of this machine, or the one that npm has. */
function chromium(): string {
  if (existsSync('/usr/bin/chromium')) return '/usr/bin/chromium';
  const packed = `${binaries}/@sparticuz/chromium/bin`;
  for (const name of ['chromium', 'al2023.tar', 'swiftshader.tar', 'fonts.tar']) {
    const bytes = brotliDecompressSync(readFileSync(`${packed}/${name}.br`));
    writeFileSync(join(folder, name), bytes);
    if (name.endsWith('.tar')) execFileSync('tar', ['-xf', name], { cwd: folder });
  }
  chmodSync(join(folder, 'chromium'), 0o755);
  return join(folder, 'chromium');
}

test('Chromium, from a page that is served on loopback', async () => {
  const { outputFiles } = await build({
    stdin: { contents: "export * from '@lagapp/sdk';", resolveDir: folder },
    ...{ bundle: true, minify: true, write: false, format: 'esm', platform: 'browser' },
  });
  const files: Record<string, [string, string]> = {
    '/sdk.js': ['text/javascript', outputFiles[0]?.text ?? ''],
    '/exercise.mjs': ['text/javascript', readFileSync(join(folder, 'exercise.mjs'), 'utf8')],
    '/': [
      'text/html',
      `<meta charset="utf-8"><script type="module">
        import * as sdk from './sdk.js';
        import { exercise } from './exercise.mjs';
        const config = ${JSON.stringify({ ...config, platform: 'Chromium', isBrowser: true })};
        const result = await exercise(sdk, config).catch((error) => String(error.stack));
        await fetch('/result', { method: 'POST', body: JSON.stringify(result) });
      </script>`,
    ],
  };
  let finish: (result: unknown) => void = () => {};
  const result = new Promise<unknown>((resolve) => {
    finish = resolve;
  });
  const server = await serve((request, response) => {
    if (request.url === '/result') finish(JSON.parse(request.body.toString()));
    const [type, text] = files[request.url] ?? ['text/plain', ''];
    response.writeHead(200, { 'content-type': type });
    response.end(text);
  });
  const own = ['--headless', '--no-sandbox', '--no-zygote', '--single-process', '--disable-gpu'];
  const profile = `--user-data-dir=${join(folder, 'profile')}`;
  const more = ['--remote-debugging-port=0', '--disable-dev-shm-usage', profile];
  // The browser of npm brings libraries that a bare machine has not.
  const env = { ...process.env, LD_LIBRARY_PATH: join(folder, 'lib') };
  const args = [...own, ...more, server.url];
  const browser = spawn(chromium(), args, { stdio: 'ignore', env });
  const timeout = setTimeout(() => finish('The page did not end'), 60_000);
  try {
    assertDone(await result);
  } finally {
    clearTimeout(timeout);
    browser.kill('SIGKILL');
  }
});
