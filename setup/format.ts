// npm run format: writes every file as prettier wants it.

import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runOnTerminal } from './checks/run-tool.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const { code } = await runOnTerminal({ root, command: 'prettier', args: ['--write', '--log-level=warn', '.'] });
process.exitCode = code;
