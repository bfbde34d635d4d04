/** The sizes that a client gives its terminal: JSON objects, one after the other, cut anywhere. */
import type { TerminalSize } from '../../runtime/runtime.ts';

const MOST_WAITING = 4096;
const LARGEST = 65_535;

/** What is no size is passed over. */
export async function* terminalSizes(chunks: AsyncIterable<Buffer>): AsyncIterable<TerminalSize> {
  let text = '';
  for await (const chunk of chunks) {
    text += chunk.toString('utf8');
    let end = 0;
    for (const found of text.matchAll(/\{[^{}]*\}/g)) {
      end = found.index + found[0].length;
      const size = sizeOf(found[0]);
      if (size !== undefined) yield size;
    }
    text = text.slice(end).slice(-MOST_WAITING);
  }
}

function sizeOf(json: string): TerminalSize | undefined {
  try {
    // An object without inner objects, by the pattern.
    const { Width: width, Height: height } = JSON.parse(json) as {
      readonly Width?: unknown;
      readonly Height?: unknown;
    };
    return isLength(width) && isLength(height) ? { width, height } : undefined;
  } catch {
    return undefined;
  }
}

function isLength(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) > 0 && Number(value) <= LARGEST;
}
