// Compile the tests, and run them: those of test/, or those whose files are named.
//
// Usage: npm test [-- retries pages]

import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
rmSync('.build', { recursive: true, force: true });
execFileSync('npm', ['exec', '--', 'tsc', '-p', 'test'], { stdio: 'inherit' });
const wanted = process.argv.slice(2);
const files = readdirSync('.build/test', { recursive: true })
  .filter((name) => name.endsWith('.test.js'))
  // Those of folders need more than this package: they run when they are named.
  .filter((name) => (wanted.length ? wanted.some((one) => name.includes(one)) : !/\//.test(name)))
  .map((name) => `.build/test/${name}`);
const { status } = spawnSync(
  process.execPath,
  ['--test', '--test-timeout=120000', '--test-reporter=spec', '--test-concurrency=2', ...files],
  {
    stdio: 'inherit',
  },
);
process.exit(status ?? 1);
