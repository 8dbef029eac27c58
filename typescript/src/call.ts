/** What the generated methods are made of. */

import { LagInvalidRequestError } from './errors.js';
import { openStream } from './events/open.js';
import { perform } from './flow.js';
import type { RouteName } from './generated/table.js';
import { paginate } from './pages.js';
import { changed, checkOptions, OPTIONS, type Settings } from './settings.js';
import type { EventStream, LagPromise, LagResponse, Page, Pages } from './types.js';

// Not a private field: those would make the classes nominal, and no fake would fit their types.
const SETTINGS = Symbol('settings');

/** Tie an object to a client. The settings are inside a function, where nothing prints them. */
export function bind(target: object, settings: () => Settings): void {
  Object.defineProperty(target, SETTINGS, { value: settings });
}

/** Return the settings of a client or of one of its namespaces. */
export function settingsFor(self: object): Settings {
  const settings = (self as { [SETTINGS]?: () => Settings } | undefined)?.[SETTINGS];
  if (!settings) {
    throw new LagInvalidRequestError(
      'A method must be called on its client, as in client.users.me(), not detached from it',
    );
  }
  return settings();
}

/** A namespace of a client. */
export class Resource {
  constructor(owner: object) {
    bind(this, () => settingsFor(owner));
  }
}

/** Call a route. */
export function call<T>(
  self: object,
  name: RouteName,
  path: readonly unknown[],
  fields: object | undefined,
  options: object | undefined,
): LagPromise<T> {
  const response = begin(self, name, path, fields, options) as Promise<LagResponse<T>>;
  return promiseOf(response);
}

async function begin(
  self: object,
  name: RouteName,
  path: readonly unknown[],
  fields: object | undefined,
  options: object | undefined,
): Promise<LagResponse<unknown>> {
  let settings = settingsFor(self);
  if (options !== undefined) {
    checkOptions(options, OPTIONS.call);
    settings = changed(settings, options);
  }
  return perform(name, { path, fields: (fields ?? {}) as Record<string, unknown> }, settings);
}

/** Return the promise of a call: its result, and on request the whole response. */
export function promiseOf<T>(response: Promise<LagResponse<T>>): LagPromise<T> {
  const data = dataOf(response);
  const withResponse = () => {
    data.catch(() => {}); // the caller handles the failure of `response`
    return response;
  };
  return Object.assign(data, { withResponse });
}

async function dataOf<T>(response: Promise<LagResponse<T>>): Promise<T> {
  return (await response).data;
}

/** Walk through the pages of a route. */
export function pages<T>(
  self: object,
  name: RouteName,
  path: readonly unknown[],
  params: object | undefined,
  options: object | undefined,
): Pages<T> {
  const list = (page: object) => call<Page<T>>(self, name, path, page, options);
  return paginate<T>(list, params ?? {});
}

/** Listen to the events of a route. */
export function listen(self: object, name: RouteName, options: object | undefined): EventStream {
  return openStream(name, settingsFor(self), options ?? {});
}
