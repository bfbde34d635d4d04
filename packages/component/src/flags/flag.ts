/**
 * The kinds of command-line flags. A component declares its flags as a table of these; the table is all there is to
 * know about them: names, types, defaults and help.
 */
import { parseDuration } from './duration.ts';

/** One flag whose parsed value is a `T`. */
export interface Flag<T> {
  /** What `--help` says it is for. */
  readonly help: string;
  /** The value when the flag is not given. */
  readonly defaultValue: T;
  /** How `--help` names the value's type; empty for a boolean. */
  readonly type: string;
  /** A one-letter name, for `-v`. */
  readonly short: string | undefined;
  /** Whether `--flag` alone means `--flag=true`. */
  readonly isBoolean: boolean;
  /**
   * Reads one occurrence. `previous` is what earlier occurrences amounted to, undefined at the first one.
   *
   * @throws Error whose message says what is wrong with the text.
   */
  parse(text: string, previous: T | undefined): T;
}

/** A component's flags by name, without the dashes. */
export type FlagTable = Readonly<Record<string, Flag<unknown>>>;

/** The parsed values of a table, by the same names. */
export type FlagValues<Table extends FlagTable> = {
  readonly [Name in keyof Table]: Table[Name] extends Flag<infer T> ? T : never;
};

interface FlagOptions<T> {
  readonly help: string;
  readonly default: T;
  /** A one-letter name. @default none */
  readonly short?: string;
}

function flag<T>(
  options: FlagOptions<T>,
  kind: { type: string; isBoolean?: boolean; parse: Flag<T>['parse'] },
): Flag<T> {
  return {
    help: options.help,
    defaultValue: options.default,
    type: kind.type,
    short: options.short,
    isBoolean: kind.isBoolean ?? false,
    parse: kind.parse,
  };
}

/** Any text. */
export function textFlag<T extends string | undefined>(options: FlagOptions<T>): Flag<string | T> {
  return flag<string | T>(options, { type: 'string', parse: (text) => text });
}

/** A list: `--flag=a,b` and `--flag=a --flag=b` mean the same. */
export function listFlag(options: FlagOptions<readonly string[]>): Flag<readonly string[]> {
  return flag(options, {
    type: 'strings',
    parse: (text, previous = []) => [...previous, ...(text === '' ? [] : text.split(','))],
  });
}

/** A whole number between `min` and `max`, both allowed. */
export function integerFlag(
  options: FlagOptions<number> & { readonly min?: number; readonly max?: number },
): Flag<number> {
  const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = options;
  return flag(options, {
    type: 'int',
    parse(text) {
      if (!/^[+-]?\d+$/.test(text)) throw new Error('must be a whole number');
      const value = Number(text);
      if (value < min || value > max) throw new Error(`must be between ${min} and ${max}, inclusive`);
      return value;
    },
  });
}

/** A TCP port; 0 lets the system choose one. */
export function portFlag(options: FlagOptions<number>): Flag<number> {
  return integerFlag({ ...options, min: 0, max: 65535 });
}

const BOOLEANS = new Map([
  ...['1', 't', 'T', 'true', 'TRUE', 'True'].map((text) => [text, true] as const),
  ...['0', 'f', 'F', 'false', 'FALSE', 'False'].map((text) => [text, false] as const),
]);

/** `--flag`, `--flag=true`, `--flag=false`. */
export function booleanFlag(options: FlagOptions<boolean>): Flag<boolean> {
  return flag(options, {
    type: '',
    isBoolean: true,
    parse(text) {
      const value = BOOLEANS.get(text);
      if (value === undefined) throw new Error('must be true or false');
      return value;
    },
  });
}

/** A length of time as in `1h30m` or `500ms`; the value is in milliseconds. */
export function durationFlag(options: FlagOptions<number>): Flag<number> {
  return flag(options, { type: 'duration', parse: parseDuration });
}

/** One of a few words. */
export function choiceFlag<const Choice extends string>(
  choices: readonly Choice[],
  options: FlagOptions<NoInfer<Choice>>,
): Flag<Choice> {
  return flag<Choice>(options, {
    type: choices.join('|'),
    parse(text) {
      const choice = choices.find((candidate) => candidate === text);
      if (choice === undefined) throw new Error(`must be one of ${choices.join(', ')}`);
      return choice;
    },
  });
}

/** Pairs: `--flag=a=1,b=2`; given several times, they add up and later ones win. */
export function pairsFlag(options: FlagOptions<ReadonlyMap<string, string>>): Flag<ReadonlyMap<string, string>> {
  return flag(options, {
    type: 'key=value,...',
    parse(text, previous) {
      const pairs = new Map(previous);
      for (const pair of text.split(',').filter((part) => part !== '')) {
        const equals = pair.indexOf('=');
        if (equals < 1) throw new Error(`${JSON.stringify(pair)} must be formatted as key=value`);
        pairs.set(pair.slice(0, equals).trim(), pair.slice(equals + 1).trim());
      }
      return pairs;
    },
  });
}

/** A value of a component's own type. */
export function customFlag<T>(
  options: FlagOptions<T> & { readonly type: string; readonly parse: (text: string) => T },
): Flag<T> {
  return flag(options, { type: options.type, parse: (text) => options.parse(text) });
}
