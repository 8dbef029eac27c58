/** Where a stream keeps how far it has come, so that it resumes there when it is started again. */

import { LagInvalidRequestError } from '../errors.js';
import { readText, replaceText } from '../platform.js';
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

/** An id in a file of its own. */
class FileCursor implements Cursor {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  async load(): Promise<string | null> {
    let text: string | null;
    try {
      text = await readText(this.#path);
    } catch (error) {
      throw new LagInvalidRequestError(`\`cursor\` must be a file that can be read`, error);
    }
    const id = text?.trim();
    if (id !== undefined && !isSendable(id)) {
      throw unfit('cursor', 'a file with the id of an event', this.#path);
    }
    return id ?? null;
  }

  async save(id: string): Promise<void> {
    await replaceText(this.#path, `${id}\n`);
  }
}
