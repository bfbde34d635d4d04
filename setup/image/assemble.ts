// node setup/image/assemble.ts: assembles what the image gets, from within a build of the image.

import { dirname } from 'node:path';
import { assembleImage } from './assemble-image.ts';

await assembleImage({ root: dirname(dirname(import.meta.dirname)) });
