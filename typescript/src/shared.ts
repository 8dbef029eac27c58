/** What exists once in a process, though `import` and `require` load two copies of this package. */

import { SDK_VERSION } from './version.js';

/** Return the object of this name, which the first copy makes. */
export function shared<T>(name: string, make: () => T): T {
  const key = Symbol.for(`@lagapp/sdk ${SDK_VERSION} ${name}`);
  const all = globalThis as Record<symbol, unknown>;
  all[key] ??= make();
  return all[key] as T;
}
