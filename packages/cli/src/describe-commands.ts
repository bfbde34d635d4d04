/** What `--help` prints. */
import type { Command } from './commands.ts';

export function describeCommands(commands: Readonly<Record<string, Command>>): string {
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(12)}${summary}`);
  return ['Usage:', '  wherry <command> [flags]', '', 'Commands:', ...lines].join('\n');
}

export function describeCommand(name: string, { summary, flags }: Command): string {
  const lines = Object.entries(flags).map(([flag, { help }]) => `  --${flag.padEnd(18)}${help}`);
  return [summary, '', 'Usage:', `  wherry ${name} [flags]`, '', 'Flags:', ...lines].join('\n');
}
