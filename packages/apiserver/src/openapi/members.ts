/** Writes the members of a JSON object, one after another. */
export function* members(entries: Iterable<readonly [name: string, value: object]>): Generator<string> {
  let separator = '';
  for (const [name, value] of entries) {
    yield `${separator}${JSON.stringify(name)}:${JSON.stringify(value)}`;
    separator = ',';
  }
}
