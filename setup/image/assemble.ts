// node setup/image/assemble.ts: assembles what the image gets, from within a build of the image.

import { dirname, join } from 'node:path';
import { assembleNode, assemblePrograms } from './assemble-image.ts';

const root = dirname(dirname(import.meta.dirname));
const folder = join(root, '.wherry', 'image');

assembleNode(folder, { root });
await assemblePrograms(folder, { root });
