// A transcript is what a person would see in a terminal: commands after `$`, what they print, how they end. Tests are
// written as transcripts because that is what scripts and people depend on: every line, and the exit code.
//
//   $ kubectl label pod web tier=front
//   pod/web labeled
//   $ kubectl label pod web tier=back
//   ! error: 'tier' already has a value (front), and --overwrite is false
//   [exit 1]
//
// `!` marks stderr, which stands after stdout. `…` stands for any text in a line, and alone for any number of lines.
// Three spaces or more are as good as any other such number: columns are aligned by what is in them.

export interface TranscriptStep {
  /** The words of the command line, without leading assignments. */
  readonly words: readonly string[];
  /** What `NAME=value` before the command adds to its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** The command line as written. */
  readonly line: string;
  readonly expected: readonly string[];
}

/** How a command ended, as far as a transcript shows it. */
export interface Outcome {
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * The steps of a transcript. The indentation of its first line is taken off every line.
 * @throws {Error} when it does not begin with a command
 */
export function parseTranscript(text: string): TranscriptStep[] {
  const steps: (TranscriptStep & { readonly expected: string[] })[] = [];
  for (const line of withoutIndentation(text)) {
    if (line.startsWith('$ ')) {
      steps.push({ ...parseCommandLine(line.slice(2)), line, expected: [] });
      continue;
    }
    const step = steps.at(-1);
    if (step === undefined) throw new Error(`Cannot read the transcript: it begins with no command but with ${line}`);
    step.expected.push(line);
  }
  for (const { expected } of steps) while (expected.at(-1) === '') expected.pop();
  return steps;
}

/** What a transcript shows of how a command ended. */
export function showOutcome({ code, stdout, stderr }: Outcome): string[] {
  const marked = linesOf(stderr).map((line) => `! ${line}`.trimEnd());
  return [...linesOf(stdout), ...marked, ...(code === 0 ? [] : [`[exit ${code ?? 'by a signal'}]`])];
}

/**
 * Puts what was printed in the place of those expected lines that allow it: equal to what was printed when all is as
 * expected, and otherwise different in just the lines that are not.
 */
export function settle(expected: readonly string[], printed: readonly string[]): string[] {
  const settled: string[] = [];
  let at = 0;
  for (const [index, line] of expected.entries()) {
    if (line.trim() !== '…') {
      const actual = printed[at];
      settled.push(actual !== undefined && allows(line, actual) ? actual : line);
      at += 1;
      continue;
    }
    const next = expected[index + 1];
    const rest = printed.slice(at);
    const skipped = next === undefined ? rest.length : rest.findIndex((actual) => allows(next, actual));
    settled.push(...rest.slice(0, Math.max(0, skipped)));
    at += Math.max(0, skipped);
  }
  return settled;
}

function allows(expected: string, printed: string): boolean {
  const parts = squeezed(expected).split('…').map(escapeForRegExp);
  return new RegExp(`^${parts.join('.*')}$`).test(squeezed(printed));
}

const squeezed = (line: string): string => line.trimEnd().replace(/ {3,}/g, '   ');
const escapeForRegExp = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

function linesOf(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trimEnd());
  while (lines.at(-1) === '') lines.pop();
  return lines;
}

function withoutIndentation(text: string): string[] {
  const lines = text.split('\n');
  while (lines[0]?.trim() === '') lines.shift();
  const indentation = /^ */.exec(lines[0] ?? '')?.[0].length ?? 0;
  return lines.map((line) => (line.slice(0, indentation).trim() === '' ? line.slice(indentation) : line).trimEnd());
}

function parseCommandLine(line: string): Pick<TranscriptStep, 'words' | 'env'> {
  const words = splitWords(line);
  const env: Record<string, string> = {};
  for (let word = words[0]; word !== undefined && /^[A-Z_]+=/.test(word); word = words[0]) {
    const [name = ''] = word.split('=', 1);
    env[name] = word.slice(name.length + 1);
    words.shift();
  }
  return { words, env };
}

/** Splits as a shell does, with single quotes only. */
function splitWords(line: string): string[] {
  const words = line.match(/(?:'[^']*'|[^\s'])+/g) ?? [];
  return words.map((word) => word.replaceAll("'", ''));
}
