// Build dist/: ES modules, CommonJS, and the declarations of both, from src/.

import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

function tsc(...options) {
  execFileSync('npm', ['exec', '--', 'tsc', '-p', '.', ...options], { stdio: 'inherit' });
}

rmSync('dist', { recursive: true, force: true });
tsc('--declaration');
const commonjs = ['--module', 'commonjs', '--moduleResolution', 'bundler'];
tsc('--declaration', '--outDir', 'dist/cjs', ...commonjs, '--verbatimModuleSyntax', 'false');
writeFileSync('dist/cjs/package.json', '{ "type": "commonjs" }\n');
