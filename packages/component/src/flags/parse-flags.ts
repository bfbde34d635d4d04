/**
 * Reads a command line against a table of flags, with the notation of the Kubernetes components: `--name=value`,
 * `--name value`, `--switch`, and underscores as good as dashes. Whatever is not in the table is an error.
 */
import type { Flag, FlagTable, FlagValues } from './flag.ts';

/** The command line cannot be understood. Its message is meant for the user. */
export class FlagError extends Error {
  override readonly name = 'FlagError';
}

/**
 * What the command line asks for: to run with these values, or to explain itself.
 */
export type CommandLine<Table extends FlagTable> =
  { readonly help: true } | { readonly help: false; readonly values: FlagValues<Table> };

/**
 * Parses `argv`, the arguments after the program's name.
 *
 * @throws FlagError that names the first argument that is wrong.
 */
export function parseFlags<Table extends FlagTable>(table: Table, argv: readonly string[]): CommandLine<Table> {
  const given = new Map<string, unknown>();
  const rest = [...argv];
  for (let argument = rest.shift(); argument !== undefined; argument = rest.shift()) {
    if (argument === '--help' || argument === '-h') return { help: true };
    if (!argument.startsWith('-') || argument === '-' || argument === '--') {
      throw new FlagError(`unknown argument: ${argument}`);
    }
    const { name, flag, shown, attached } = findFlag(table, argument);
    const text = attached ?? (flag.isBoolean ? 'true' : rest.shift());
    if (text === undefined) throw new FlagError(`flag needs an argument: ${shown}`);
    given.set(name, parseValue({ flag, shown, text, previous: given.get(name) }));
  }
  const values = Object.fromEntries(
    Object.entries(table).map(([name, flag]) => [name, given.has(name) ? given.get(name) : flag.defaultValue]),
  );
  // Each value came out of the flag of the same name: the shape that FlagValues describes.
  return { help: false, values: values as FlagValues<Table> };
}

interface FoundFlag {
  readonly name: string;
  readonly flag: Flag<unknown>;
  /** The flag as the user wrote it. */
  readonly shown: string;
  /** What stands after the `=`, if there is one. */
  readonly attached: string | undefined;
}

function findFlag(table: FlagTable, argument: string): FoundFlag {
  const equals = argument.indexOf('=');
  const shown = equals < 0 ? argument : argument.slice(0, equals);
  const attached = equals < 0 ? undefined : argument.slice(equals + 1);
  if (shown.startsWith('--')) {
    const name = shown.slice(2).replaceAll('_', '-');
    const flag = Object.hasOwn(table, name) ? table[name] : undefined;
    if (!flag) throw new FlagError(`unknown flag: ${shown}`);
    return { name, flag, shown, attached };
  }
  // One-letter flags may carry their value without anything between: -v4.
  const entry = Object.entries(table).find(([, flag]) => flag.short === shown[1]);
  if (!entry) throw new FlagError(`unknown shorthand flag: ${JSON.stringify(shown[1])} in ${argument}`);
  const glued = shown.length > 2 ? argument.slice(2) : attached;
  return { name: entry[0], flag: entry[1], shown: shown.slice(0, 2), attached: glued };
}

function parseValue(occurrence: { flag: Flag<unknown>; shown: string; text: string; previous: unknown }): unknown {
  const { flag, shown, text, previous } = occurrence;
  try {
    return flag.parse(text, previous);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new FlagError(`invalid argument ${JSON.stringify(text)} for "${shown}" flag: ${why}`, { cause: error });
  }
}
