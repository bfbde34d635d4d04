/** `wherry` as a process: npm start, npm stop, npm run down, npm run status. */
import { dirname } from 'node:path';
import { FlagError } from '@wherry/component';
import { SetUpError } from '../../../setup/steps/step.ts';
import { commands } from './commands.ts';
import { describeCommand, describeCommands } from './describe-commands.ts';
import { CommandError } from './docker/docker.ts';
import { SettingError } from './settings.ts';
import { NotReady } from './start/readiness.ts';

const root = dirname(dirname(dirname(import.meta.dirname)));
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);

const [name = '', ...argv] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;

if (command === undefined) {
  complain(describeCommands(commands));
  process.exitCode = name === '' || name.endsWith('help') ? 0 : 2;
} else {
  try {
    const code = await command.run(argv, { root, environment: process.env, print });
    if (code === undefined) print(describeCommand(name, command));
    process.exitCode = code ?? 0;
  } catch (error) {
    const isWrongLine = error instanceof FlagError || error instanceof SettingError;
    const isForPeople = error instanceof SetUpError || error instanceof CommandError || error instanceof NotReady;
    if (!isWrongLine && !isForPeople) throw error;
    complain(`wherry: ${error.message}`);
    process.exitCode = isWrongLine ? 2 : 1;
  }
}
