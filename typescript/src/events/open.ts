/** The iterators over events: how they begin, how they end, and how they are ended. */

import { admit } from '../admission.js';
import type { LagApiError } from '../errors.js';
import { place, routeOf } from '../flow.js';
import type { RobotEvent } from '../generated/models.js';
import type { RouteName } from '../generated/table.js';
import { inTurn } from '../pages.js';
import { checkOptions, OPTIONS, type Settings } from '../settings.js';
import type { EventStream, PollingOptions, StreamOptions } from '../types.js';
import { checkedId, cursorOf } from './cursor.js';
import { polling } from './poll.js';
import type { Delivery } from './position.js';
import { stream } from './stream.js';

/** Listen to a route without an end. Options are checked at once; the rest waits for `next`. */
export function openStream(
  name: RouteName,
  settings: Settings,
  options: StreamOptions & PollingOptions,
): EventStream {
  const route = routeOf(name);
  const isStream = route.result === 'stream';
  checkOptions(options, isStream ? OPTIONS.stream : OPTIONS.polling);
  // The API says something on a stream at least every 30 seconds.
  const { signal, onGap = 'raise', silenceMs = 60_000, pauseMs = 2000 } = options;
  const cursor = cursorOf(options.cursor);
  const after = checkedId('after', options.after);
  try {
    admit(route, settings.kind);
  } catch (error) {
    throw place(error as LagApiError, route, route, 0, 'not_sent');
  }
  const closing = new AbortController();
  const end = () => closing.abort(signal?.reason);
  signal?.addEventListener('abort', end);
  if (signal?.aborted) end();
  // A listener waits for its turn, whatever calls do about that.
  const pacing = settings.pacing === 'off' ? 'off' : 'wait';
  const own: Settings = { ...settings, pacing, signal: closing.signal };
  const deliveries = isStream
    ? stream(route, own, { cursor, after, onGap, silenceMs })
    : polling(route, own, pauseMs);

  let last: Delivery | undefined;
  const confirm = async () => {
    await last?.acknowledge();
    last = undefined;
  };
  const finish = async () => {
    signal?.removeEventListener('abort', end);
    closing.abort();
    await deliveries.return();
  };
  const step = async (): Promise<IteratorResult<RobotEvent, void>> => {
    try {
      await confirm();
      const result = await deliveries.next();
      if (result.done) return result;
      last = result.value;
      return { done: false, value: last.event };
    } catch (error) {
      // Ended by `return`, or by the caller's signal?
      if (closing.signal.aborted && !signal?.aborted) return { done: true, value: undefined };
      await finish(); // a `for await` that fails does not call `return`
      throw error;
    }
  };
  const generator = inTurn(step, finish);
  return Object.assign(generator, { confirm });
}
