/**
 * Polls, one after the other: their events, each once.
 *
 * How long the API holds an empty poll is not documented. So empty polls begin at least `pauseMs`
 * apart: with an API that holds them for longer, there is no pause at all. A poll that was answered
 * counts as received: what it brought and was not handed over is lost with the program.
 */

import { LagAbortError, LagApiError } from '../errors.js';
import { aborted, perform, place } from '../flow.js';
import type { RobotEvent } from '../generated/models.js';
import type { Named } from '../route.js';
import type { Settings } from '../settings.js';
import { type Delivery, Position } from './position.js';

/** Yield the events of one poll after another, without an end. */
export async function* polling(
  route: Named,
  settings: Settings,
  pauseMs: number,
): AsyncGenerator<Delivery, void, undefined> {
  const { clock, signal } = settings;
  const position = new Position(route, settings);
  const acknowledge = async () => {};
  while (!signal?.aborted) {
    const began = clock.now();
    let events: RobotEvent[];
    try {
      const response = await perform(route.name, { path: [], fields: {} }, settings);
      events = response.data as RobotEvent[];
    } catch (error) {
      if (!(error instanceof LagApiError) || error instanceof LagAbortError) throw error;
      await position.waitAfter(error);
      continue;
    }
    position.succeed();
    for (const event of events) if (position.isNew(event.id)) yield { event, acknowledge };
    if (events.length === 0) await clock.sleep(began + pauseMs - clock.now(), signal);
  }
  throw place(aborted(settings), route, route, position.attempt, 'refused');
}
