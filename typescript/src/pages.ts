/** Walks through pages: they end, and a failure in the middle costs no page. */

import { LagDecodeError, LagInvalidRequestError } from './errors.js';
import type { CursorParams, Page, Pages } from './types.js';

/** One page, as a listing answers it: its items are under `items`, or under a key of the API. */
export interface PageAnswer {
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
}

/**
 * Walk through the pages of any listing.
 *
 * @param list - Fetches one page, such as `(params) => client.dms.listMessages(id, params)`.
 * @param params - `limit` is the size of a page; `cursor` is where the first one begins.
 * @param itemsKey - The key that holds the items in what `list` returns.
 */
export function paginate<T>(
  list: (params: CursorParams) => Promise<PageAnswer>,
  params: CursorParams = {},
  itemsKey = 'messages',
): Pages<T> {
  if (typeof list !== 'function') {
    throw new LagInvalidRequestError(
      '`list` must be a function that fetches one page, such as ' +
        '(params) => client.dms.listMessages(id, params)',
    );
  }
  const seen = new Set<unknown>();
  let next: CursorParams | null = params;
  let last: PageAnswer | null = null;

  const step = async (): Promise<IteratorResult<Page<T>, void>> => {
    // Only now: a cursor that leads nowhere must not cost the page that came with it.
    if (last && next) next = after(last, next, seen);
    last = null;
    if (!next) return { done: true, value: undefined };
    const answer = await list(next);
    const { [itemsKey]: items } = Object(answer) as Record<string, unknown>;
    if (!Array.isArray(items)) throw lost(`\`${itemsKey}\` is not an array`);
    last = answer;
    const { hasMore, nextCursor } = answer;
    return { done: false, value: { items, hasMore, nextCursor: nextCursor ?? null } };
  };
  const end = () => {
    next = null;
  };
  return Object.assign(inTurn(step, end), { items: () => itemsOf(step, end) });
}

/** Return the parameters of the page after `page`; null at the end. */
function after(page: PageAnswer, params: CursorParams, seen: Set<unknown>): CursorParams | null {
  if (!page.hasMore) return null;
  const cursor = page.nextCursor;
  if (!cursor) throw lost('there are more pages, but no cursor to them');
  seen.add(params.cursor);
  if (seen.has(cursor)) throw lost(`the cursor ${JSON.stringify(cursor)} was there before`);
  return { ...params, cursor };
}

function lost(why: string): LagDecodeError {
  const error = new LagDecodeError(`The listing cannot go on: ${why}`, 200);
  error.outcome = 'refused';
  return error;
}

function itemsOf<T>(
  step: () => Promise<IteratorResult<Page<T>, void>>,
  end: () => void,
): AsyncGenerator<T, void, undefined> {
  let items: T[] = [];
  let index = 0;
  return inTurn(async () => {
    while (index >= items.length) {
      const result = await step();
      if (result.done) return result;
      items = result.value.items;
      index = 0;
    }
    return { done: false, value: items[index++] as T };
  }, end);
}

/**
 * Return an async generator around `step`, which runs once at a time.
 *
 * Unlike one that is written as a function it survives an error: the next call tries again.
 */
export function inTurn<T>(
  step: () => Promise<IteratorResult<T, void>>,
  end: () => unknown,
): AsyncGenerator<T, void, undefined> {
  let queue: Promise<unknown> = Promise.resolve();
  let isOver = false;
  const done = { done: true, value: undefined } as const;
  const generator = {
    next() {
      const result = queue.then(() => (isOver ? done : step()));
      queue = result.catch(() => {});
      return result;
    },
    async return() {
      isOver = true;
      await end();
      return done;
    },
    async throw(error: unknown) {
      await generator.return();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return generator;
    },
  };
  // `await using`, where the platform knows it.
  const dispose = (Symbol as { asyncDispose?: symbol }).asyncDispose;
  if (dispose) Object.assign(generator, { [dispose]: () => generator.return() });
  return generator as AsyncGenerator<T, void, undefined>;
}
