/**
 * What a header field is to a proxy, by its name. Names come in the same few spellings all the time, so what has been
 * found once is kept; a client that invents names can fill the memory only up to a bound.
 */

/** The kinds of names that are not simply handed on. */
export type HeaderNames<Kind extends string> = Readonly<Record<string, Kind>>;

/** So many spellings are kept. */
const MOST_KEPT = 2000;

/** A token, as RFC 9110 (5.6.2) has it. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/**
 * Returns a function that says what a name is: its kind by the table, in any case of letters; `plain` for all others;
 * `invalid` for what is no name.
 */
export function headerKinds<Kind extends string>(
  table: HeaderNames<Kind>,
): (name: string) => Kind | 'plain' | 'invalid' {
  const byName = new Map(Object.entries(table));
  const kept = new Map<string, Kind | 'plain' | 'invalid'>();
  return (name) => {
    const known = kept.get(name);
    if (known !== undefined) return known;
    const kind = TOKEN.test(name) ? (byName.get(name.toLowerCase()) ?? 'plain') : 'invalid';
    if (kept.size < MOST_KEPT) kept.set(name, kind);
    return kind;
  };
}

/**
 * The names that a Connection field lists, in lower case: they are for this connection only and end here. What frames the
 * message and what we say ourselves cannot be taken away like that.
 */
export function connectionOptions(value: string | undefined): readonly string[] {
  if (value === undefined || PLAIN_VALUES.has(value)) return NONE;
  return value
    .toLowerCase()
    .split(',')
    .map((option) => option.trim())
    .filter((option) => !PROTECTED.has(option));
}

const PLAIN_VALUES = new Set(['keep-alive', 'Keep-Alive', 'close', 'upgrade', 'Upgrade']);
const NONE: readonly string[] = [];
const PROTECTED = new Set([
  '',
  'host',
  'content-length',
  'transfer-encoding',
  'content-type',
  'authorization',
  'cookie',
]);
