/**
 * Pacing: a robot keeps the API's limits by itself, so that it never gets a 429.
 *
 * A limit is a sliding window: `count` requests in any `seconds`. The API counts a request at some
 * moment between its sending and its response; so a request may go out when the one `count` places
 * before it has been *answered* for `seconds`. Counting from the sending, or refilling a bucket,
 * runs into 429. Requests stand in a queue, first in, first out; one that was never sent gives its
 * place back.
 */

import type { Limit } from './route.js';
import { shared } from './shared.js';

// The API's clock and ours need not run alike.
const MARGIN_MS = 50;

/** A request's place in the queue of one limit. */
interface Place {
  readonly ms: number;
  /** The place that has to be free first; null if none has. */
  before: Place | null;
  /** null while it is not known. */
  freeAt: number | null;
  givenBack: boolean;
}

/** A request's place in the queues of its limits. */
export interface Turn {
  /** How long to wait at least before asking again, in milliseconds; 0 if it may go out now. */
  waitMs(): number;
  /** The request was answered or given up; if none of it was `sent`, its place is free. */
  end(sent: boolean): void;
}

/** The turn of a call without limits. */
export const FREE: Turn = { waitMs: () => 0, end: () => {} };

/** The queues of this process: one for each token and limit, whichever client it is used in. */
export class Pacer {
  readonly #lately = new Map<string, Place[]>();
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Take the next place in the queue of each limit. */
  queue(token: string, limits: Readonly<Record<string, Limit>>): Turn {
    const places = Object.entries(limits).map(([name, limit]) => this.#place(token, name, limit));
    return {
      waitMs: () => Math.max(0, ...places.map((place) => waitOf(place, this.#now()))),
      end: (sent) => {
        for (const place of places) endOf(place, this.#now(), sent);
      },
    };
  }

  #place(token: string, name: string, limit: Limit): Place {
    const key = `${token} ${name} ${limit.count} ${limit.seconds}`;
    let lately = this.#lately.get(key);
    if (!lately) {
      const now = this.#now();
      for (const [old, places] of this.#lately) {
        if (places.every((place) => isFree(place, now))) this.#lately.delete(old);
      }
      lately = [];
      this.#lately.set(key, lately);
    }
    const before = lately.length === limit.count ? (lately.shift() ?? null) : null;
    const place = { ms: limit.seconds * 1000, before, freeAt: null, givenBack: false };
    lately.push(place);
    return place;
  }
}

/** The pacer that all clients of a process share. */
export const PROCESS_PACER = shared('pacer', () => new Pacer());

function waitOf(own: Place, now: number): number {
  let wait = 0;
  for (let place = own.before; place; place = place.before) {
    if (place.freeAt !== null) {
      wait += Math.max(0, place.freeAt - now);
      break;
    }
    if (!place.givenBack) wait += place.ms; // it has yet to be answered
  }
  if (!wait) own.before = null;
  return wait;
}

function endOf(place: Place, now: number, sent: boolean): void {
  if (!sent) {
    place.givenBack = true;
    return;
  }
  place.freeAt = now + place.ms + MARGIN_MS;
  place.before = null;
}

function isFree(place: Place, now: number): boolean {
  return place.givenBack || (place.freeAt !== null && place.freeAt <= now);
}
