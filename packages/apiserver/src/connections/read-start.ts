/** The beginning of an answer as text, for messages. */
import type { IncomingMessage } from 'node:http';

/** Up to `limit` bytes of the body; the rest is not waited for. What breaks off is taken as it is. */
export async function readStart(response: IncomingMessage, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= limit) break;
    }
  } catch {
    // A part of a message is better than none.
  }
  response.destroy();
  return Buffer.concat(chunks).subarray(0, limit).toString('utf8');
}
