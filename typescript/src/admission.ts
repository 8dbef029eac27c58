/** Which routes a token may use, and where they are for it. */

import { LagInvalidTokenError } from './errors.js';
import { TABLE } from './generated/table.js';
import type { Kind, Named, Row } from './route.js';
import { ROBOT_TOKEN_PREFIX } from './settings.js';

const ROBOT_PATH_PREFIX = '/robots/@me';

/** Refuse a route that the token cannot use, before anything is sent. */
export function admit(route: Named, kind: Kind): void {
  if (route.callers.includes('public') || route.callers.includes(kind)) return;
  if (kind === 'user') {
    throw new LagInvalidTokenError(
      `${route.name} is only available to robots: use a robot key (${ROBOT_TOKEN_PREFIX}...)`,
    );
  }
  const open = Object.entries(TABLE).filter(([, { callers }]) => callers.join() !== 'user');
  throw new LagInvalidTokenError(
    `${route.name} is not available to robots: use a personal access token (lag_pat_...). ` +
      `Robots can use ${open.map(([name]) => name).join(', ')}`,
  );
}

/** Return the path of a route for a kind of caller, its placeholders still in it. */
export function pathFor(row: Row, kind: Kind): string {
  const asIs = kind === 'user' || row.callers.includes('public');
  return asIs || row.path.startsWith(ROBOT_PATH_PREFIX) ? row.path : ROBOT_PATH_PREFIX + row.path;
}
