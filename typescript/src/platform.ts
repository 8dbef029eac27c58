/**
 * What only Node, Bun and Deno have: files, and the environment.
 *
 * Their modules are loaded when they are needed and by a name that bundlers do not follow, so that
 * a bundle for browsers neither holds nor misses them.
 */

import { LagInvalidRequestError } from './errors.js';
import { IMAGE_MAX_SIZE_BYTES } from './generated/models.js';

interface Process {
  env?: Record<string, string | undefined>;
  getBuiltinModule?: (name: string) => unknown;
}

interface FileSystem {
  openAsBlob?: (path: string) => Promise<Blob>;
  promises: {
    readFile(path: string): Promise<Uint8Array<ArrayBuffer>>;
    readFile(path: string, encoding: 'utf8'): Promise<string>;
    stat(path: string): Promise<{ size: number; isFile(): boolean }>;
    open(path: string, flags: 'w'): Promise<FileHandle>;
    rename(from: string, to: string): Promise<void>;
    rm(path: string, options?: { force: boolean }): Promise<void>;
    writeFile(path: string, text: string): Promise<void>;
    realpath(path: string): Promise<string>;
  };
}

interface FileHandle {
  writeFile(text: string): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

function processOf(): Process | undefined {
  return (globalThis as { process?: Process }).process;
}

/** Load a module of Node; throws where there is none. */
export async function builtin<T>(name: string): Promise<T> {
  const found = processOf()?.getBuiltinModule?.(`node:${name}`);
  if (found) return found as T;
  const specifier = `node:${name}`;
  return (await import(/* webpackIgnore: true */ /* @vite-ignore */ specifier)) as T;
}

/** Return a variable of the environment, undefined where there is no environment. */
export function environment(name: string): string | undefined {
  try {
    return processOf()?.env?.[name] || undefined;
  } catch (error) {
    throw new LagInvalidRequestError(`The environment variable ${name} cannot be read`, error);
  }
}

/** Return whether a variable of the environment is set to a true value. */
export function flag(name: string): boolean {
  const value = environment(name) ?? '';
  const isTrue = /^\s*(?:1|on|true|yes)\s*$/i.test(value);
  if (isTrue || /^\s*(?:0|off|false|no|)\s*$/i.test(value)) return isTrue;
  throw new LagInvalidRequestError(`\`${name}\` must be 1 or 0, not ${JSON.stringify(value)}`);
}

/** Open a file as a Blob that cannot change while it is sent. */
export async function openFile(path: string): Promise<Blob> {
  try {
    const fs = await builtin<FileSystem>('fs');
    const found = await fs.promises.stat(path);
    if (!found.isFile()) throw new TypeError('It is not a file');
    // Node's Blob reads the file when it is sent, and refuses to if the file has changed. Bun's is
    // empty inside another one; and nothing reads what is too large anyway.
    if (fs.openAsBlob && !('Bun' in globalThis)) return await fs.openAsBlob(path);
    return found.size > IMAGE_MAX_SIZE_BYTES
      ? ({ size: found.size } as Blob)
      : new Blob([await fs.promises.readFile(path)]);
  } catch (error) {
    throw new LagInvalidRequestError(
      `\`input\` must be the path of a file that can be read, not ${JSON.stringify(path)}` +
        (processOf() ? '' : ': there are no files here, pass a Blob'),
      error,
    );
  }
}

/** Return the text of a small file; null if there is none yet. */
export async function readText(path: string): Promise<string | null> {
  const fs = await builtin<FileSystem>('fs');
  try {
    return await fs.promises.readFile(path, 'utf8');
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return null;
    throw error;
  }
}

/** Throw if no file can be made beside this one. */
export async function checkFolder(path: string): Promise<void> {
  const fs = await builtin<FileSystem>('fs');
  const temporary = besides(path);
  await fs.promises.writeFile(temporary, '');
  await fs.promises.rm(temporary);
}

/** Replace the text of a small file: it always has the old text or the new one, whole. */
export async function replaceText(path: string, text: string): Promise<void> {
  const { promises: fs } = await builtin<FileSystem>('fs');
  const real = await fs.realpath(path).catch(() => path); // a link stays one
  const temporary = besides(real);
  try {
    const file = await fs.open(temporary, 'w');
    await file.writeFile(text);
    await file.sync(); // else a power cut may leave the new name without the text
    await file.close();
    await fs.rename(temporary, real);
  } catch {
    await fs.rm(temporary, { force: true });
    await fs.writeFile(real, text); // a file that is mounted alone cannot be replaced
  }
}

function besides(path: string): string {
  return `${path}.${Math.random().toString(36).slice(2)}.tmp`;
}
