/**
 * Bytes to server-sent events, as they arrive, wherever the pieces are cut.
 *
 * One thing is stricter than the standard, which ignores a line that cannot be a field, and with it
 * what the line was a part of. Here such a line is garbage: it was probably spoiled on its way, so
 * the reader connects again. If it is still there the second time, it is what the server sends, and
 * the reader goes on without it (`isStrict`). An event that is too large is treated likewise.
 */

/** The lines up to an empty one. */
export interface Block {
  /** null: the block has none. The last id of a stream is for its reader to remember. */
  id: string | null;
  type: string;
  data: string;
  retryMs: number | null;
  /** The lines of it that are not fields. */
  stray: string;
  /** Whether it was too large: some of its data was skipped. */
  isCut: boolean;
}

/** The bytes are not a stream of events. */
export class GarbageError extends Error {}

const FIELD = /^[A-Za-z][A-Za-z0-9_-]*(?::.*)?$/su;
const MOST_BYTES = 16 * 1024 * 1024;

/** Reads one response. */
export class Blocks {
  /** Whether garbage is an error, or skipped. */
  isStrict = true;
  readonly #decoder = new TextDecoder();
  #rest = '';
  #size = 0;
  #afterReturn = false;
  #skipsLine = false;
  #fields = new Map<string, string[]>();
  #stray: string[] = [];
  #isCut = false;

  /** Return the blocks that are complete with this piece, up to the first garbage. */
  *feed(chunk: Uint8Array): Generator<Block, void, undefined> {
    this.#size += chunk.byteLength;
    let text = this.#decoder.decode(chunk, { stream: true });
    // A line ends with CR, LF or both; the LF of a pair may come in the next piece.
    if (this.#afterReturn && text) {
      this.#afterReturn = false;
      text = text.replace(/^\n/, '');
    }
    this.#afterReturn ||= text.endsWith('\r');
    const lines = text.split(/\r\n|\r|\n/);
    const last = lines.pop() as string;
    for (const part of lines) {
      const line = this.#rest + part;
      this.#rest = '';
      const block = this.#skipsLine ? null : this.#block(line);
      this.#skipsLine = false;
      if (block) yield block;
    }
    if (!this.#skipsLine) this.#rest += last;
    if (this.#size <= MOST_BYTES || this.#isCut) return;
    if (this.isStrict) throw new GarbageError(`An event is larger than ${MOST_BYTES} bytes`);
    this.#isCut = true;
    this.#skipsLine = this.#rest !== '';
    this.#rest = '';
    this.#stray = [];
  }

  /** Read a line; return the block that ends with it. */
  #block(line: string): Block | null {
    if (line === '') return this.#end();
    if (line.trim() === '' || line.startsWith(':')) return null; // a sign of life
    if (!FIELD.test(line)) {
      if (this.isStrict) {
        throw new GarbageError(`A line is not a field: ${JSON.stringify(line.slice(0, 40))}`);
      }
      if (!this.#isCut) this.#stray.push(line);
      return null;
    }
    if (this.#isCut && line.startsWith('data')) return null;
    const [, name = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/su.exec(line) ?? [];
    this.#fields.set(name, [...(this.#fields.get(name) ?? []), value]);
    return null;
  }

  #end(): Block | null {
    const last = (name: string, form: RegExp) =>
      this.#fields
        .get(name)
        ?.filter((value) => form.test(value))
        .at(-1);
    const type = last('event', /^/) ?? '';
    const id = last('id', /^[^\0]*$/) || null;
    const retry = last('retry', /^\d{1,15}$/);
    const block = {
      id,
      type: type === 'message' ? '' : type,
      data: this.#fields.get('data')?.join('\n') ?? '',
      retryMs: retry === undefined ? null : Number(retry),
      stray: this.#stray.join('\n'),
      isCut: this.#isCut,
    };
    const isEmpty = !type && !id && retry === undefined && !this.#fields.has('data');
    this.#fields = new Map();
    this.#stray = [];
    this.#isCut = false;
    this.#size = 0;
    return isEmpty ? null : block;
  }
}
