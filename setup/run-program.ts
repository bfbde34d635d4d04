// node setup/run.mjs setup/run-program.ts <program> [arguments…]: becomes the program. The process is replaced, so that
// signals, exit code and memory are the program's own and nothing stands between it and whoever started it.

import { execve } from 'node:process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { programCommandLine } from './bundles/command-line.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const [name = '', ...args] = process.argv.slice(2);
const line = await programCommandLine(name, { root, args });
if (execve === undefined) throw new Error('This system cannot replace a process by another one');
execve(line.command, [line.command, ...line.args], process.env);
