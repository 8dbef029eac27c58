/** How far a listener has come, and how long it waits after a failure. */

import type { LagApiError } from '../errors.js';
import { place } from '../flow.js';
import type { RobotEvent } from '../generated/models.js';
import { Recent } from '../memory.js';
import { decide, type Failure, type Refusal } from '../retry.js';
import type { Named } from '../route.js';
import type { Settings } from '../settings.js';

const LONGEST_WAIT_MS = 3_600_000;
/** A listener goes on for as long as that makes sense. */
const FOREVER = { maxRetries: Infinity, maxRetryWaitMs: Infinity, retryUnsafe: false };

/** An event, and what acknowledges it. */
export interface Delivery {
  readonly event: RobotEvent;
  readonly acknowledge: () => Promise<unknown>;
}

export class Position {
  /** The id of the last event; null while it is not known. */
  id: string | null = null;
  /** The last block that made no sense, as text. */
  misread: string | null = null;
  /** The shortest wait that the server asks for. */
  retryMs = 0;
  wasOpen = false;
  /** How many attempts have failed in a row. */
  attempt = 0;
  readonly #known = new Recent(1000);

  constructor(
    readonly route: Named,
    readonly settings: Settings,
  ) {}

  /** Whether an event is to be delivered; from now on it is known. */
  isNew(id: string | null): boolean {
    return id === null || this.#known.add(id);
  }

  /** Wait before the next attempt; throws the problem if another one is vain. */
  async waitAfter(outcome: Failure | Refusal, problem: LagApiError): Promise<void> {
    const { clock, onRetry, signal } = this.settings;
    this.attempt += 1;
    place(problem, this.route, this.route, this.attempt, 'refused');
    const [now, jitter] = [clock.date(), clock.random()];
    const decision = decide(outcome, 'safe', this.attempt, FOREVER, Infinity, now, jitter);
    if (decision.action === 'fail') throw problem;
    const asked = (problem.retryAfterSeconds ?? 0) * 1000 || decision.waitMs;
    const waitMs = Math.min(Math.max(asked, this.retryMs), LONGEST_WAIT_MS);
    onRetry?.({ route: this.route.name, attempts: this.attempt, waitMs, error: problem });
    await clock.sleep(waitMs, signal);
  }
}
