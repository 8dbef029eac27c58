/** The package as npm has it: packed, installed, imported both ways, bundled, type-checked. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { root } from './kit/paths.js';

/** The bundle of the whole client, minified and gzipped, in bytes. README.md says it too. */
const MOST_BYTES = 18_000;

let folder: string;
let installed: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'lag-'));
  const packed = ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder];
  const name = execFileSync('npm', packed, { cwd: root, encoding: 'utf8' }).trim();
  execFileSync('tar', ['-xzf', join(folder, name), '-C', folder]);
  installed = join(folder, 'node_modules/@lagapp/sdk');
  mkdirSync(join(folder, 'node_modules/@lagapp'), { recursive: true });
  cpSync(join(folder, 'package'), installed, { recursive: true });
});
after(() => rmSync(folder, { recursive: true }));

function run(file: string, text: string): string {
  writeFileSync(join(folder, file), text);
  return execFileSync('node', [file], { cwd: folder, encoding: 'utf8' });
}

test('D14: `import`, `require` and package.json work', () => {
  const text = 'console.log(sdk.SDK_VERSION, typeof sdk.LagClient, typeof sdk.webhooks.verify)';
  const expected = /^1\.\d+\.\d+ function function\n$/;
  assert.match(run('a.mjs', `import * as sdk from '@lagapp/sdk';\n${text}`), expected);
  assert.match(run('a.cjs', `const sdk = require('@lagapp/sdk');\n${text}`), expected);
  const named = "import { LagClient } from '@lagapp/sdk';\nconsole.log(LagClient.name)";
  assert.equal(run('b.mjs', named), 'LagClient\n');
  const own = "console.log(require('@lagapp/sdk/package.json').name)";
  assert.equal(run('b.cjs', own), '@lagapp/sdk\n');
});

test('D17: copies by `import` and by `require` keep one limit', () => {
  const text = `
    import * as esm from '@lagapp/sdk';
    import { createRequire } from 'node:module';
    const cjs = createRequire(import.meta.url)('@lagapp/sdk');
    const fetch = async () => new Response('{"id":"m"}', { status: 201 });
    const send = ({ LagClient }) =>
      new LagClient({ token: 'lag_robot_x', fetch, pacing: 'raise' }).servers.rooms.messages
        .send('s', 'r', { content: 'hi' });
    await Promise.all(Array.from({ length: 10 }, () => send(esm)));
    console.log(await send(cjs).then(() => 'sent', ({ code, attempts }) => code + attempts));
  `;
  assert.equal(run('copies.mjs', text), 'rate_limited0\n');
});

test('D14: the package has what it needs, and refers to nothing that it has not', () => {
  const files = readdirSync(installed, { recursive: true, encoding: 'utf8' });
  const code = files.filter((name) => /\.(js|ts)$/.test(name));
  assert.ok(code.length > 50);
  assert.deepEqual(
    files.filter((name) => /\.map$|^src|^test|\.tsbuildinfo$/.test(name)),
    [],
  );
  for (const name of code) {
    assert.doesNotMatch(readFileSync(join(installed, name), 'utf8'), /sourceMappingURL/);
  }
  for (const name of ['README.md', 'LICENSE', 'CHANGELOG.md', 'package.json']) {
    assert.ok(files.includes(name), name);
  }
  const { dependencies, scripts } = JSON.parse(
    readFileSync(join(installed, 'package.json'), 'utf8'),
  );
  assert.equal(dependencies, undefined);
  assert.equal(scripts.install ?? scripts.postinstall, undefined);
});

async function bundle(text: string): Promise<{ code: string; gzipped: number }> {
  const { outputFiles } = await build({
    stdin: { contents: text, resolveDir: folder },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    logLevel: 'error',
  });
  const code = outputFiles[0]?.text ?? '';
  return { code, gzipped: gzipSync(code).length };
}

test('D15: a bundle for browsers needs nothing of Node, and is small', async () => {
  const whole = await bundle("import { LagClient } from '@lagapp/sdk'; new LagClient({});");
  assert.doesNotMatch(whole.code, /from"node:|require\("/);
  assert.ok(whole.gzipped <= MOST_BYTES, `${whole.gzipped} bytes`);
  const readme = readFileSync(join(installed, 'README.md'), 'utf8');
  assert.ok(readme.includes(`less than ${MOST_BYTES / 1000} kB`));
});

test('what a program does not use is not in its bundle', async () => {
  const none = await bundle("import '@lagapp/sdk';");
  assert.ok(none.code.length < 200, none.code.slice(0, 300));
  const hooks = await bundle(
    "import { webhooks } from '@lagapp/sdk'; console.log(webhooks.verify);",
  );
  assert.ok(hooks.gzipped < 4000, `${hooks.gzipped} bytes`);
  const permission =
    "import { hasPermission } from '@lagapp/sdk'; console.log(hasPermission(1, 1));";
  assert.ok((await bundle(permission)).code.length < 200);
});

test('D15: the declarations compile without the types of browsers or of Node', () => {
  const program = `
    import { LagClient, type RoomMessage, webhooks } from '@lagapp/sdk';
    const client = new LagClient({ token: 'lag_pat_x' });
    export async function last(): Promise<RoomMessage | undefined> {
      const { messages } = await client.servers.rooms.messages.list('s', 'r', { limit: 1 });
      for await (const page of client.servers.rooms.messages.iter('s', 'r')) return page.items[0];
      return messages[0];
    }
    export const event = webhooks.verify(new Uint8Array(), {}, 'whsec_x');
  `;
  writeFileSync(join(folder, 'program.mts'), program);
  writeFileSync(join(folder, 'program.cts'), program);
  for (const lib of ['ES2022', 'ES2022,DOM', 'ESNext,DOM']) {
    const options = ['--strict', '--noEmit', '--skipLibCheck', 'false', '--types', ''];
    const more = ['--module', 'nodenext', '--target', 'es2022', '--exactOptionalPropertyTypes'];
    const files = ['program.mts', 'program.cts'];
    const tsc = join(root, 'node_modules/.bin/tsc');
    const all = [...options, ...more, '--ignoreConfig', '--lib', lib, ...files];
    const output = (() => {
      try {
        return execFileSync(tsc, all, { cwd: folder, encoding: 'utf8' });
      } catch (error) {
        return String((error as { stdout: string }).stdout);
      }
    })();
    assert.equal(output, '', lib);
  }
});

test('lock files hold no addresses', () => {
  for (const folder of [root, `${root}/platforms`]) {
    assert.match(
      readFileSync(`${folder}/.npmrc`, 'utf8'),
      /^omit-lockfile-registry-resolved=true$/m,
    );
    assert.doesNotMatch(readFileSync(`${folder}/package-lock.json`, 'utf8'), /"resolved"/);
  }
});

test('the code that is written by hand is small', () => {
  const names = readdirSync(`${root}/src`, { recursive: true, encoding: 'utf8' });
  const written = names.filter((name) => name.endsWith('.ts') && !name.startsWith('generated'));
  let lines = 0;
  for (const name of written) {
    const text = readFileSync(`${root}/src/${name}`, 'utf8').replace(/\/\*\*[\s\S]*?\*\//g, '');
    lines += text.split('\n').filter((line) => /\S/.test(line) && !/^\s*\/\//.test(line)).length;
  }
  assert.ok(lines < 2500, `${lines} lines`);
});
