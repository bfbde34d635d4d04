// Where the tests find what they test.

import { dirname } from 'node:path';

/** The root of the checkout. */
export const checkout: string = dirname(dirname(import.meta.dirname));
