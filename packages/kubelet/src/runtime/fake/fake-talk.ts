/** How containers and commands of the fake runtime write and talk. */
import type { ExecResult, LogPiece, PieceQuery, StreamPeer } from '../runtime.ts';

export type FakeLine = string | { readonly stream: 'stdout' | 'stderr'; readonly line: string };

/** Resolves with an exit code. */
export type FakeTalk = (peer: StreamPeer, command?: readonly string[]) => Promise<number>;

export function lineOf(line: FakeLine): { readonly stream: 'stdout' | 'stderr'; readonly line: string } {
  return typeof line === 'string' ? { stream: 'stdout', line } : line;
}

/** All that a container ever writes, at the moment it was made. */
export function* fakePieces(
  lines: readonly FakeLine[],
  { writtenAt, stream = 'all', since = 0, tail = Infinity }: PieceQuery & { readonly writtenAt: number },
): Iterable<LogPiece> {
  if (writtenAt < since) return;
  const time = new Date(writtenAt).toISOString().replace('Z', '000000Z');
  for (const each of lines.slice(Math.max(0, lines.length - tail)).map(lineOf)) {
    if (stream === 'all' || each.stream === stream)
      yield { stream: each.stream, time, bytes: Buffer.from(`${each.line}\n`) };
  }
}

/** Says what a command that does not listen says. */
export function talkOnce(exec: ((command: readonly string[]) => ExecResult) | undefined): FakeTalk {
  return async ({ write }, command = []) => {
    const { exitCode, output } = exec?.(command) ?? { exitCode: 0, output: '' };
    if (output !== '') await write('stdout', Buffer.from(output));
    return exitCode;
  };
}
