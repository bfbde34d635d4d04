/** A log as a client gets it: with times before lines where they are wanted, and no longer than it may be. */
import type { LogPiece } from '../../runtime/runtime.ts';
import type { LogOptions } from './log-options.ts';

const NEWLINE = 0x0a;

export async function* formatLog(
  pieces: AsyncIterable<LogPiece>,
  { timestamps, limitBytes = Infinity }: Pick<LogOptions, 'timestamps' | 'limitBytes'>,
): AsyncIterable<Buffer> {
  let left = limitBytes;
  const goesOn = { stdout: false, stderr: false };
  for await (const { stream, time, bytes } of pieces) {
    // A long line comes in several pieces, and has one time.
    const whole = timestamps && !goesOn[stream] ? Buffer.concat([Buffer.from(`${time} `), bytes]) : bytes;
    goesOn[stream] = bytes.at(-1) !== NEWLINE;
    yield whole.length <= left ? whole : whole.subarray(0, left);
    left -= whole.length;
    if (left <= 0) return;
  }
}
