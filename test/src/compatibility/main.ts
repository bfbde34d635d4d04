// npm run docs: writes the pages that are made from the code.

import { writeFile } from 'node:fs/promises';
import { pageFile, pageText } from './page-file.ts';

await writeFile(pageFile, await pageText());
