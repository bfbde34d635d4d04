/**
 * The outermost layer of every process, and the only one that knows of signals and exit codes.
 *
 * Exit codes: 0 after a clean stop or `--help`, 1 when the component could not start or died, 2 when the command line
 * was wrong. The first SIGTERM or SIGINT asks the component to stop, the second one ends the process at once.
 */
import { type Clock, systemClock } from './clock.ts';
import { describeFlags } from './flags/describe-flags.ts';
import { booleanFlag, type FlagTable, type FlagValues } from './flags/flag.ts';
import { FlagError, parseFlags } from './flags/parse-flags.ts';
import { createLog, type Log } from './log.ts';
import type { Running } from './running.ts';

/** What `start` is given. */
export interface MainContext<Table extends FlagTable> {
  readonly flags: FlagValues<Table>;
  readonly log: Log;
  readonly clock: Clock;
  /** Aborted when the process is asked to end, also while it is still starting. */
  readonly signal: AbortSignal;
}

export interface MainOptions<Table extends FlagTable> {
  /** The component's name, in logs and in `--help`. */
  readonly name: string;
  /** One sentence for `--help`. */
  readonly summary: string;
  readonly flags: Table;
  /** Starts the component; resolves when it is ready. */
  readonly start: (context: MainContext<Table>) => Promise<Running>;
  /** The process to run in. @default this one */
  readonly host?: Host;
}

/** What `runMain` needs of a process. */
export interface Host {
  /** The arguments after the program's name. */
  readonly argv: readonly string[];
  readonly clock: Clock;
  onSignal(callback: (signal: string) => void): void;
  writeOut(text: string): void;
  writeError(text: string): void;
  exit(code: number): void;
}

/** A component that has not stopped after so many milliseconds is left behind. */
const STOP_DEADLINE = 60_000;

const COMMON_FLAGS = {
  debug: booleanFlag({ default: false, help: 'Log what only a developer of this component wants to know.' }),
};

/** Runs a component until it is told to stop or dies, then ends the process. */
export async function runMain<Table extends FlagTable>(options: MainOptions<Table>): Promise<void> {
  const host = options.host ?? thisProcess();
  const table = { ...COMMON_FLAGS, ...options.flags };
  try {
    const commandLine = parseFlags(table, host.argv);
    if (commandLine.help) {
      host.writeOut(`${options.summary}\n\nUsage:\n  ${options.name} [flags]\n\nFlags:\n${describeFlags(table)}`);
      host.exit(0);
      return;
    }
    host.exit(await runUntilEnd(options, { host, flags: commandLine.values }));
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    host.writeError(`Error: ${error.message}\nSee '${options.name} --help' for usage.\n`);
    host.exit(2);
  }
}

async function runUntilEnd<Table extends FlagTable>(
  options: MainOptions<Table>,
  run: { host: Host; flags: FlagValues<typeof COMMON_FLAGS & Table> },
): Promise<number> {
  const { host, flags } = run;
  const { clock } = host;
  const log = createLog({
    clock,
    level: flags.debug ? 'debug' : 'info',
    write: (line) => host.writeError(`${line}\n`),
  }).child({ component: options.name });
  const asked = new AbortController();
  host.onSignal((signal) => {
    log.info('asked to stop', { signal });
    if (asked.signal.aborted) host.exit(1);
    else asked.abort(new Error(`The process was asked to stop by ${signal}`));
  });
  try {
    const running = await options.start({ flags, log, clock, signal: asked.signal });
    return await stopWhenAsked(running, { signal: asked.signal, log, clock });
  } catch (error) {
    if (asked.signal.aborted && error === asked.signal.reason) return 0;
    log.error('failed', error);
    return 1;
  }
}

async function stopWhenAsked(
  running: Running,
  context: { signal: AbortSignal; log: Log; clock: Clock },
): Promise<number> {
  const { signal, log, clock } = context;
  const asked = new Promise<'asked'>((resolve) => {
    if (signal.aborted) resolve('asked');
    signal.addEventListener('abort', () => resolve('asked'), { once: true });
  });
  if ((await Promise.race([running.done.then(() => 'ended' as const), asked])) === 'ended') return 0;
  const deadline = Promise.withResolvers<'late'>();
  const timer = clock.after(STOP_DEADLINE, () => deadline.resolve('late'));
  const outcome = await Promise.race([running.stop().then(() => 'stopped' as const), deadline.promise]);
  timer.cancel();
  if (outcome === 'stopped') return 0;
  log.error('gave up waiting for the component to stop', new Error(`still running after ${STOP_DEADLINE} ms`));
  return 1;
}

function thisProcess(): Host {
  return {
    argv: process.argv.slice(2),
    clock: systemClock,
    onSignal(callback) {
      process.on('SIGTERM', callback);
      process.on('SIGINT', callback);
    },
    writeOut: (text) => void process.stdout.write(text),
    writeError: (text) => void process.stderr.write(text),
    exit: (code) => process.exit(code),
  };
}
