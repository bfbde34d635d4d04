/**
 * JSON text as Go's encoding/json writes it into messages. It differs from `JSON.stringify` in that the characters
 * which are special in HTML are escaped, and that a bigint is a number.
 */

declare global {
  interface JSON {
    /** A number's own digits, to be written as they stand (ECMAScript 2025; TypeScript's library lacks it still). */
    rawJSON(text: string): unknown;
  }
}

const HTML_SPECIAL = /[<>&\u2028\u2029]/g;

/** The value as one line of JSON; what JSON cannot say (undefined, a function) is `null`. */
export function goJson(value: unknown): string {
  const text = JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'bigint' ? JSON.rawJSON(item.toString()) : item,
  ) as string | undefined;
  return (text ?? 'null').replace(
    HTML_SPECIAL,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
