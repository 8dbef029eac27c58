/**
 * The life of one call.
 *
 *     route -> credential -> request -> [send -> decide -> wait -> look]* -> result, or an error
 */

import { admit, pathFor } from './admission.js';
import { dataOf, errorOf, isEnvelope, losses } from './decode.js';
import {
  LagAbortError,
  LagApiError,
  LagConnectionError,
  type LagDecodeError,
  LagNotFoundError,
  LagRateLimitError,
  LagTimeoutError,
  type Outcome,
} from './errors.js';
import { LIMITS, type RouteName, TABLE } from './generated/table.js';
import { look } from './look.js';
import { FREE, type Turn } from './pacing.js';
import { build, type Call, idsOf, keyOf, type Request, type UploadFile } from './request.js';
import { decide, type Failure, isFailure, kindOf, retryAfter } from './retry.js';
import type { Limit, Named } from './route.js';
import { msLeft, type Settings } from './settings.js';
import { attempt, limited, type Reply } from './transport.js';
import type { LagResponse } from './types.js';
import { uploadOf } from './upload.js';

export function routeOf(name: RouteName): Named {
  return { name, ...TABLE[name] };
}

/** Perform one call, from its arguments to its result. */
export async function perform(
  name: RouteName,
  call: Call,
  settings: Settings,
): Promise<LagResponse<unknown>> {
  const asked = routeOf(name);
  const via = asked.via?.[settings.kind];
  const sent = via ? routeOf(via.route) : asked;
  let request: Request;
  const started = settings.clock.now();
  try {
    admit(asked, settings.kind);
    const file = sent.where === 'form' ? await read(sent, call, settings) : undefined;
    const path = pathFor(sent, settings.kind);
    request = build(sent, call, settings.baseUrl, path, settings.headers, file);
  } catch (error) {
    if (error instanceof LagApiError) place(error, asked, sent, 0, 'not_sent');
    throw error;
  }
  // What is picked from a response is checked as that response's route says.
  const shape = via?.pick ? sent : asked;
  const run = () => attempts(asked, sent, shape, call, request, started, settings);
  const response = sent.replay === 'look' ? await noted(request, settings, run) : await run();
  if (!via?.pick) return response;
  const data = (response.data as Record<string, unknown>)[via.pick];
  return { ...response, data: data ?? [] };
}

/** Read the file of a form; the deadline and the signal end that too, for a stream may stall. */
async function read(row: Named, call: Call, settings: Settings): Promise<UploadFile> {
  const { deadlineMs, signal } = settings;
  const work = () => uploadOf(row, call.fields);
  const outcome = await limited(new AbortController(), deadlineMs, signal, work);
  if (!isFailure(outcome)) return outcome;
  if (signal?.aborted) throw aborted(settings);
  throw outcome.timedOut ? overdue(settings) : outcome.cause;
}

/** Run a send so that others of the same text can be told from it. */
async function noted(
  request: Request,
  { memory }: Settings,
  run: () => Promise<LagResponse<unknown>>,
): Promise<LagResponse<unknown>> {
  const send = keyOf(request);
  memory.inFlight.push(send);
  try {
    const response = await run();
    const { id } = response.data as { id?: unknown };
    if (typeof id === 'string') memory.known.add(id);
    return response;
  } finally {
    memory.inFlight.splice(memory.inFlight.indexOf(send), 1);
  }
}

/** Make attempts until one succeeds, or no further one is allowed. */
async function attempts(
  asked: Named,
  sent: Named,
  read: Named,
  call: Call,
  request: Request,
  started: number,
  settings: Settings,
): Promise<LagResponse<unknown>> {
  const { clock, signal } = settings;
  let count = 0;
  let inDoubt = false;
  let problem: LagApiError | undefined;
  const respond = (data: unknown, reply: Pick<Reply, 'status' | 'headers'>) => ({
    data,
    status: reply.status,
    headers: reply.headers,
    requestId: reply.headers.get('x-request-id'),
    attempts: count,
    elapsedMs: clock.now() - started,
  });
  const placed = (error: LagApiError, outcome: Outcome) =>
    place(error, asked, sent, count, outcome);
  const soFar = () => problem?.outcome ?? 'not_sent';
  for (;;) {
    let turn: Turn;
    try {
      turn = await turnOf(sent, started, settings);
    } catch (error) {
      if (error instanceof LagAbortError) throw placed(error, soFar());
      throw problem ?? placed(error as LagApiError, 'not_sent');
    }
    let outcome: Reply | Failure | undefined;
    let limit = settings.timeoutMs;
    try {
      const left = msLeft(settings, started);
      if (left <= 0) throw problem ?? placed(overdue(settings), 'not_sent');
      if (signal?.aborted) throw placed(aborted(settings), soFar());
      count += 1;
      limit = Math.min(settings.timeoutMs, left);
      outcome = await attempt(request, settings, limit);
    } finally {
      turn.end(outcome !== undefined && (!isFailure(outcome) || outcome.sent));
    }
    if (isFailure(outcome)) {
      problem = noResponse(outcome, settings, limit);
    } else {
      try {
        if (outcome.status >= 200 && outcome.status < 300) {
          return respond(dataOf(read, outcome), outcome);
        }
        problem = errorOf(outcome, retryAfter(outcome, clock.date()));
        const isGone = problem.status === 404 && isEnvelope(problem.body);
        if (inDoubt && sent.method === 'DELETE' && isGone) {
          // It existed before: the first attempt had worked, its response was lost.
          return respond(sent.whenGone ? { ...sent.whenGone } : undefined, outcome);
        }
        if (problem instanceof LagNotFoundError) problem.ids = idsOf(sent, call);
      } catch (error) {
        problem = error as LagDecodeError;
        // What was lost on the way may be asked for again; what makes no sense would stay so.
        const loss = losses.get(problem);
        if (!loss) throw placed(problem, 'applied');
        outcome = loss;
      }
    }
    const kind = kindOf(outcome);
    inDoubt = inDoubt || kind === 'ended' || kind === 'open';
    placed(problem, outcomeOf(outcome, inDoubt));
    if (problem instanceof LagAbortError) throw problem;
    const { action, waitMs } = decide(
      outcome,
      sent.replay,
      count,
      settings,
      msLeft(settings, started),
      clock.date(),
      clock.random(),
    );
    if (action === 'fail') throw problem;
    settings.onRetry?.({ route: asked.name, attempts: count, waitMs, error: problem });
    await clock.sleep(waitMs, signal);
    if (action !== 'retry' && !signal?.aborted) {
      const seen = await look(sent, call, request, started, settings, perform);
      if (seen.found) return { ...respond(seen.message, seen.response), attempts: count };
      if (signal?.aborted) throw placed(aborted(settings), problem.outcome);
      if (seen.isUnclear || action === 'look else fail') throw problem;
    }
  }
}

/** Wait until the limits of the API have room for one more request. */
export async function turnOf(row: Named, started: number, settings: Settings): Promise<Turn> {
  const { kind, pacer, pacing, clock, signal } = settings;
  const limits: Record<string, Limit> = {};
  if (pacing !== 'off') {
    if (LIMITS[kind]) limits[''] = LIMITS[kind];
    if (row.limits?.[kind]) limits[row.name] = row.limits[kind];
  }
  if (Object.keys(limits).length === 0) return FREE;
  const turn = pacer.queue(`${settings.baseUrl} ${settings.headers.authorization}`, limits);
  for (let wait = turn.waitMs(); wait > 0; wait = turn.waitMs()) {
    if (signal?.aborted) {
      turn.end(false);
      throw aborted(settings);
    }
    if (pacing === 'raise' || wait >= msLeft(settings, started)) {
      turn.end(false);
      const all = Object.values(limits).map(({ count, seconds }) => `${count} in ${seconds} s`);
      const message = `The API's limits for ${kind}s: ${all.join(' and ')}`;
      const error = new LagRateLimitError(message, 429, 'rate_limited');
      error.retryAfterSeconds = wait / 1000;
      throw error;
    }
    await clock.sleep(wait, signal);
  }
  return turn;
}

/** Return the error for an attempt that brought no response. */
export function noResponse(failure: Failure, settings: Settings, limitMs: number): LagApiError {
  if (settings.signal?.aborted) return aborted(settings);
  if (failure.timedOut) {
    if (limitMs < settings.timeoutMs) return overdue(settings, failure.cause);
    return new LagTimeoutError(`No response within ${settings.timeoutMs} ms`, failure.cause);
  }
  const { phase, message, cause } = failure;
  const no = phase === 'read' ? 'response from' : 'connection to';
  const place = phase === 'request' ? '' : `No ${no} ${settings.baseUrl}: `;
  return new LagConnectionError(`${place}${message} (${phase})`, cause);
}

function overdue(settings: Settings, cause?: unknown): LagTimeoutError {
  return new LagTimeoutError(`The deadline of ${settings.deadlineMs} ms has passed`, cause);
}

export function aborted({ signal }: Settings): LagAbortError {
  return new LagAbortError('The call was aborted', signal?.reason);
}

/** Return what became of the request, all attempts considered. */
function outcomeOf(outcome: Reply | Failure, inDoubt: boolean): Outcome {
  if (!isFailure(outcome)) return inDoubt ? 'unknown' : 'refused';
  const { status = 0 } = outcome;
  if (status >= 200 && status < 300) return 'applied';
  return inDoubt || outcome.sent ? 'unknown' : 'not_sent';
}

/** Note the call that an error ended. A read takes no effect, whatever became of it. */
export function place<E extends LagApiError>(
  error: E,
  asked: Named,
  sent: Named,
  count: number,
  outcome: Outcome,
): E {
  error.route = asked.name;
  error.request = `${sent.method} ${sent.path}`;
  error.attempts = count;
  error.outcome = sent.method === 'GET' && outcome !== 'not_sent' ? 'refused' : outcome;
  return error;
}
