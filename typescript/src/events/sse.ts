/**
 * Bytes to server-sent events, as they come: any cut is as good as another.
 *
 * One thing is stricter than the standard: a line that cannot be a field means that this is not a
 * stream of events. The standard ignores such a line, and an event with it.
 */

/** The lines up to an empty one. */
export interface Block {
  /** null: the block has none. The last id of a stream is for its reader to remember. */
  readonly id: string | null;
  readonly type: string;
  readonly data: string;
  readonly retryMs: number | null;
}

/** What came is not a stream of events. */
export class GarbageError extends Error {}

const FIELD = /^[A-Za-z][A-Za-z0-9_-]*(?::.*)?$/su;
const MOST_BYTES = 16 * 1024 * 1024;

/** Reads one response. */
export class Blocks {
  readonly #decoder = new TextDecoder();
  #line = '';
  #size = 0;
  #afterReturn = false;
  #block = emptyBlock();

  /** Return the blocks that are complete with this piece, up to the first garbage. */
  *feed(chunk: Uint8Array): Generator<Block, void, undefined> {
    this.#size += chunk.byteLength;
    if (this.#size > MOST_BYTES) {
      throw new GarbageError(`An event has no end after ${MOST_BYTES} bytes`);
    }
    let text = this.#decoder.decode(chunk, { stream: true });
    // A line may end with CR, LF or both; the LF of a pair may come in the next piece.
    if (this.#afterReturn && text) {
      this.#afterReturn = false;
      if (text.startsWith('\n')) text = text.slice(1);
    }
    if (text.endsWith('\r')) this.#afterReturn = true;
    const lines = text.split(/\r\n|\r|\n/);
    const rest = lines.pop() as string;
    for (const part of lines) {
      const line = this.#line + part;
      this.#line = '';
      const block = this.#take(line);
      if (block) yield block;
    }
    this.#line += rest;
  }

  #take(line: string): Block | null {
    if (line === '') {
      const { data, isEmpty, ...rest } = this.#block;
      this.#size = 0;
      this.#block = emptyBlock();
      return isEmpty ? null : { ...rest, data: data.join('\n') };
    }
    if (line.startsWith(':')) return null;
    if (!FIELD.test(line)) {
      throw new GarbageError(`A line is not a field: ${JSON.stringify(line.slice(0, 40))}`);
    }
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    const block = this.#block;
    if (name === 'data') block.data.push(value);
    if (name === 'event') block.type = value === 'message' ? '' : value;
    if (name === 'id' && !value.includes('\0')) block.id = value || null;
    if (name === 'retry' && /^\d{1,15}$/.test(value)) block.retryMs = Number(value);
    if (name === 'data' || block.type || block.id || block.retryMs !== null) block.isEmpty = false;
    return null;
  }
}

function emptyBlock() {
  return {
    id: null as string | null,
    type: '',
    data: [] as string[],
    retryMs: null as number | null,
    isEmpty: true,
  };
}
