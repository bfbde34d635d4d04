/**
 * Reading request headers where it matters that one may come several times, and that Go programs send UTF-8: Node
 * joins repeated headers, and takes every byte for a character.
 */

/** All values of a header, in order. `name` is in lower case. */
export function headerValues(rawHeaders: readonly string[], name: string): string[] {
  const values: string[] = [];
  for (const [key, value] of headerPairs(rawHeaders)) {
    if (key === name) values.push(value);
  }
  return values;
}

/**
 * The values of all headers that start with a prefix, by the rest of their name: percent-decoded, in lower case.
 * `prefix` is in lower case.
 */
export function headersWithPrefix(rawHeaders: readonly string[], prefix: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [key, value] of headerPairs(rawHeaders)) {
    if (!key.startsWith(prefix)) continue;
    const rest = percentDecoded(key.slice(prefix.length));
    found.set(rest, [...(found.get(rest) ?? []), value]);
  }
  return found;
}

function* headerPairs(rawHeaders: readonly string[]): Generator<readonly [name: string, value: string]> {
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    yield [(rawHeaders[index] ?? '').toLowerCase(), asUtf8(rawHeaders[index + 1] ?? '')];
  }
}

function asUtf8(value: string): string {
  return /[\u0080-\u00ff]/.test(value) ? Buffer.from(value, 'latin1').toString('utf8') : value;
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // What is not encoded properly is still told to whoever decides.
    return text;
  }
}
