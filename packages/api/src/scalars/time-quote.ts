/** Quoting as Go's time package does it in its errors: byte by byte, unlike everywhere else. */
export function quoteTime(text: string): string {
  return `"${text.replace(/["\\]|[^ -~\u007f]/gu, (character) => (character === '"' || character === '\\' ? `\\${character}` : hexBytes(character)))}"`;
}

function hexBytes(character: string): string {
  return Array.from(Buffer.from(character), (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}
