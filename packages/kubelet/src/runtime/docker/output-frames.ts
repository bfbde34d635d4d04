/**
 * The frames in which the engine sends standard output and error over one connection: a byte that names the stream,
 * three that are zero, four with a length, and as many bytes of output. Pure.
 */
export interface OutputFrame {
  readonly stream: 'stdout' | 'stderr';
  readonly bytes: Buffer;
}

const HEADER = 8;
const STDERR = 2;
/** The engine reads 32 kB at a time, and log entries are no longer than 16 kB with what stands before them. */
const MOST = 2 ** 26;

/** Takes frames apart as they come; what is incomplete at the end is dropped. @throws what is no frame */
export async function* outputFrames(chunks: AsyncIterable<Buffer>): AsyncIterable<OutputFrame> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= HEADER) {
      const length = rest.readUInt32BE(4);
      if (length > MOST) throw new Error(`The engine sent a frame of ${length} bytes`);
      if (rest.length < HEADER + length) break;
      const stream = rest[0] === STDERR ? 'stderr' : 'stdout';
      const bytes = rest.subarray(HEADER, HEADER + length);
      rest = rest.subarray(HEADER + length);
      yield { stream, bytes };
    }
  }
}
