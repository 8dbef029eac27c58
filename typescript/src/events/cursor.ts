/** Where a stream keeps how far it has come, so that it resumes there when it is started again. */

import { LagInvalidRequestError } from '../errors.js';
import { checkFolder, readText, replaceText } from '../platform.js';
import { unfit } from '../settings.js';
import type { Cursor } from '../types.js';

// What a header can carry, and so Last-Event-ID.
const ID = /^[!-~](?:[ -~]{0,1000}[!-~])?$/;

/** Whether an id can be asked for again. */
export function isSendable(id: unknown): id is string {
  return typeof id === 'string' && ID.test(id);
}

/** Return an id that was loaded or passed, checked; null if there is none. */
export function checkedId(name: string, id: unknown): string | null {
  if (id === undefined || id === null || id === '') return null;
  if (!isSendable(id)) throw unfit(name, 'an id of an event', id);
  return id;
}

/** Return the place that `cursor` stands for. */
export function cursorOf(cursor: unknown): Cursor {
  if (cursor === undefined) return { load: () => null, save: () => {} };
  if (typeof cursor === 'string' && cursor) return new FileCursor(cursor);
  const { load, save } = (cursor ?? {}) as Partial<Cursor>;
  if (typeof load === 'function' && typeof save === 'function') return cursor as Cursor;
  throw unfit('cursor', 'an object with `load` and `save`, or the path of a file', cursor);
}

/** Load a cursor that can be saved as well: else each start would repeat the same events. */
export async function loadedFrom(cursor: Cursor): Promise<string | null> {
  const id = checkedId('cursor', await cursor.load());
  if (id !== null) await cursor.save(id);
  return id;
}

/** An id in a file of its own, on its first line. */
class FileCursor implements Cursor {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  async load(): Promise<string | null> {
    const unusable = (why: string, error: unknown) =>
      new LagInvalidRequestError(`\`cursor\` must be a file that can be ${why}`, error);
    const text = await readText(this.#path).catch((error: unknown) => {
      throw unusable('read', error);
    });
    if (text === null) {
      await checkFolder(this.#path).catch((error: unknown) => {
        throw unusable('written', error);
      });
      return null;
    }
    const id = text.split(/\r?\n/)[0]?.trim();
    if (!isSendable(id)) throw unfit('cursor', 'a file with the id of an event', this.#path);
    return id;
  }

  async save(id: string): Promise<void> {
    await replaceText(this.#path, `${id}\n`);
  }
}
