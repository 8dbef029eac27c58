/** Calls without a network or a clock: a fetch that answers as it is told, and time that jumps. */

import { type RouteName, TABLE } from '../../src/generated/table.js';
import { Memory } from '../../src/memory.js';
import { Pacer } from '../../src/pacing.js';
import type { Kind, Named } from '../../src/route.js';
import { type Clock, changed, type Settings, settingsOf } from '../../src/settings.js';
import type { ClientSettings, FetchInit, FetchResponse } from '../../src/types.js';

export const BASE_URL = 'https://lag.example';

/** One answer of the API, or how an attempt is lost, as the vectors write them. */
export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
  failure?: { phase: string; sent: boolean; status?: number };
}

/** A request that a fetch was called with. */
export interface Sent {
  url: string;
  init: FetchInit;
}

/** Time that passes only when it is slept. */
export class JumpingClock implements Clock {
  readonly waits: number[] = [];
  #now = 0;

  constructor(readonly start = Date.parse('2026-01-01T12:00:00Z')) {}

  now(): number {
    return this.#now;
  }

  date(): number {
    return this.start;
  }

  random(): number {
    return 0;
  }

  async sleep(ms: number): Promise<void> {
    this.waits.push(ms / 1000);
  }

  advance(ms: number): void {
    this.#now += ms;
  }
}

/** Return a fetch that gives these answers in turn, and what it was called with. */
export function scripted(answers: readonly Answer[]) {
  const sent: Sent[] = [];
  const left = [...answers];
  const fetch = async (url: string, init: FetchInit): Promise<FetchResponse> => {
    sent.push({ url, init });
    const answer = left.shift();
    if (!answer) throw new Error('No further answer');
    const { failure, status = 200, headers = {}, body = '' } = answer;
    const cause = failure && causeOf(failure);
    if (cause && failure.status === undefined) throw cause;
    return {
      status: failure?.status ?? status,
      headers: new Headers(headers),
      text: async () => {
        if (cause) throw cause;
        return body;
      },
    };
  };
  return { fetch, sent, left };
}

/** The error of a platform for this kind of failure; Node's. */
function causeOf(failure: { phase: string; sent: boolean }): Error {
  const codes: Record<string, object> = {
    connect: { code: 'ECONNREFUSED', syscall: 'connect' },
    tls: { code: 'SELF_SIGNED_CERT_IN_CHAIN' },
    read: { code: 'ECONNRESET', syscall: 'read' },
  };
  const cause = Object.assign(new Error('broken'), codes[failure.phase]);
  return new TypeError('fetch failed', { cause });
}

/** Settings without chance, with a memory and limits of their own. */
export function settingsFor(
  kind: Kind,
  fetch: Settings['fetch'],
  options: ClientSettings = {},
): Settings & { clock: JumpingClock } {
  const token = `lag_${kind === 'robot' ? 'robot' : 'pat'}_canary7f3a`;
  const clock = new JumpingClock();
  return {
    ...changed(settingsOf({ token, baseUrl: BASE_URL, fetch }), options),
    memory: new Memory(),
    pacer: new Pacer(() => clock.now()),
    clock,
  };
}

/** Return a route by the name that the route files give it. */
export function routeNamed(name: string): Named {
  const camel = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  const own = camel === 'robots.events.sse' ? 'robots.events.stream' : camel;
  return { name: own as RouteName, ...TABLE[own as RouteName] };
}

/** Return path values in the order of a route's placeholders; named as in the route files. */
export function pathOf(route: Named, values: Readonly<Record<string, unknown>>): unknown[] {
  return [...route.path.matchAll(/{(.*?)}/g)].map(([, name = '']) => {
    return values[name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)];
  });
}
