/** One row of the generated table: an endpoint, and what the core must know to call it. */

import type { RouteName } from './generated/table.js';

/** Whether an attempt of unknown outcome may be repeated. */
export type Replay = 'safe' | 'look' | 'never';

/** Whose token it is. */
export type Kind = 'user' | 'robot';

/** How often a token may do something: `count` times in any `seconds`. */
export interface Limit {
  readonly count: number;
  readonly seconds: number;
}

export type Limits = { readonly [K in Kind]?: Limit };

/** A row with its name. */
export interface Named extends Row {
  readonly name: RouteName;
}

export interface Row {
  readonly method: string;
  /** With `{placeholders}`; without the `/robots/@me` that robots get in front. */
  readonly path: string;
  readonly callers: readonly ('public' | Kind)[];
  readonly replay: Replay;
  /**
   * What a success holds. A `list` is an array, bare or under `items`; an `envelope` keeps the
   * object around it; `events` are an array of robot events.
   */
  readonly result:
    | 'none'
    | 'object'
    | 'identity'
    | 'list'
    | 'envelope'
    | 'page'
    | 'events'
    | 'stream';
  /** The key that holds the items, where the API wraps a list in an object. */
  readonly items?: string;
  /** Where the fields go. */
  readonly where?: 'query' | 'body' | 'form';
  /**
   * The kind of each field: `!` after it means required, `?` means that null clears it. Limits that
   * are enforced here follow, as in `int 1 to 100`.
   */
  readonly fields?: Readonly<Record<string, string>>;
  /** The route that lists what this one creates, for `look`. */
  readonly look?: RouteName;
  /** The result when a repeated DELETE finds that the first one had worked. */
  readonly whenGone?: Readonly<Record<string, unknown>>;
  /** The route by which a kind of caller reaches the method, and the field of its result. */
  readonly via?: { readonly [K in Kind]?: { readonly route: RouteName; readonly pick?: string } };
  readonly limits?: Limits;
}
