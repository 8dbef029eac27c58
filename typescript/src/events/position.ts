/** How far a listener has come, and how long it waits after a failure. */

import { isEnvelope } from '../decode.js';
import { type LagApiError, LagConnectionError, LagDecodeError } from '../errors.js';
import { place } from '../flow.js';
import type { RobotEvent } from '../generated/models.js';
import { Recent } from '../memory.js';
import { decide, type Failure, type Refusal } from '../retry.js';
import type { Named } from '../route.js';
import type { Settings } from '../settings.js';
import { failureOf } from '../transport.js';

const LONGEST_WAIT_MS = 3_600_000;
/** The longest wait that the field `retry` sets, because it is for all later connections. */
export const LONGEST_RETRY_MS = 60_000;
// While the API is deployed, a proxy in front of it may answer so in its place.
const OF_A_PROXY: readonly number[] = [400, 403, 404];
const LONGEST_ABSENCE_MS = 300_000;
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
  /** Whether what follows that event could not be read: the next connection reads leniently. */
  isSpoiled = false;
  /** The shortest wait that the server asks for. */
  retryMs = 0;
  wasOpen = false;
  /** How many attempts have failed in a row. */
  attempt = 0;
  #hasWorked = false;
  #absentSince: number | null = null;
  readonly #known = new Recent(1000);

  constructor(
    readonly route: Named,
    readonly settings: Settings,
  ) {}

  /** Whether an event is to be delivered; from now on it is known. */
  isNew(id: string | null): boolean {
    return id === null || this.#known.add(id);
  }

  /** Note that the API answered, though nothing useful has come of it yet. */
  connect(): void {
    this.#hasWorked = true;
    this.#absentSince = null;
  }

  /** Note a success: the next wait is a short one again. */
  succeed(): void {
    this.connect();
    this.attempt = 0;
  }

  /** Wait before the next attempt; throws the problem if another one is vain. */
  async waitAfter(problem: LagApiError): Promise<void> {
    const { clock, onRetry, signal } = this.settings;
    this.attempt += 1;
    place(problem, this.route, this.route, this.attempt, 'refused');
    const outcome = this.#outcomeOf(problem);
    const [now, jitter] = [clock.date(), clock.random()];
    const decision = decide(outcome, 'safe', this.attempt, FOREVER, Infinity, now, jitter);
    if (decision.action === 'fail') throw problem;
    const asked = problem.retryAfterSeconds;
    const wait = Math.max(asked === null ? decision.waitMs : asked * 1000, this.retryMs);
    const waitMs = Math.min(wait, LONGEST_WAIT_MS);
    onRetry?.({ route: this.route.name, attempts: this.attempt, waitMs, error: problem });
    await clock.sleep(waitMs, signal);
  }

  #outcomeOf(problem: LagApiError): Failure | Refusal {
    const lost = { phase: 'read', sent: true, message: problem.message } as const;
    // A response that cannot be decoded is no worse than none.
    if (problem instanceof LagDecodeError || this.#isAbsence(problem)) return lost;
    if (problem instanceof LagConnectionError)
      return problem.cause ? failureOf(problem.cause) : lost;
    return { status: problem.status, headers: { get: () => null } };
  }

  #isAbsence({ status, body }: LagApiError): boolean {
    const { clock } = this.settings;
    const isOfAProxy = this.#hasWorked && OF_A_PROXY.includes(status) && !isEnvelope(body);
    this.#absentSince = isOfAProxy ? (this.#absentSince ?? clock.now()) : null;
    return this.#absentSince !== null && clock.now() - this.#absentSince < LONGEST_ABSENCE_MS;
  }
}
