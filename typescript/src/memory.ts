/** What the sends of one token, in one process, know of each other. */

import { shared } from './shared.js';

/** The last so many ids, for what must happen once for each. */
export class Recent {
  readonly #ids = new Set<string>();

  constructor(readonly most: number) {}

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  /** Note an id; returns false if it was noted before. */
  add(id: string): boolean {
    if (this.#ids.has(id)) return false;
    this.#ids.add(id);
    const [oldest] = this.#ids;
    if (this.#ids.size > this.most && oldest !== undefined) this.#ids.delete(oldest);
    return true;
  }
}

export class Memory {
  /** The id of the token's owner, once it is known. */
  ownId: string | null = null;
  /** What the sends without a response yet send, each as often as it is being sent. */
  inFlight: string[] = [];
  /** The messages that responses were about. */
  readonly known = new Recent(10_000);
}

const memories = shared('memories', () => new Map<string, WeakRef<Memory>>());

/** Return the one memory of a token at an API, for as long as a client has it. */
export function memoryOf(key: string): Memory {
  const memory = memories.get(key)?.deref() ?? new Memory();
  for (const [old, reference] of memories) if (!reference.deref()) memories.delete(old);
  memories.set(key, new WeakRef(memory));
  return memory;
}
