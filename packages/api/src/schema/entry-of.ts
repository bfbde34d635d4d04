/** Maps whose keys come from outside. */

/** What a map holds under a key. What every object of JavaScript has, such as `constructor`, is not in it. */
export function entryOf<V>(map: Readonly<Record<string, V>> | undefined, key: string): V | undefined {
  return map !== undefined && Object.hasOwn(map, key) ? map[key] : undefined;
}
