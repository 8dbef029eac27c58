/** Where things are, seen from the compiled tests in `.build/test/kit/`. */

import { fileURLToPath } from 'node:url';

/** The folder of the package. */
export const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');

/** The vectors that all languages share. */
export const vectors = `${root}/../tests/vectors`;
