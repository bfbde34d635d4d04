// A closed-loop load of plain HTTP by tools that others know: wrk where it is installed, since it costs the machine least,
// else autocannon.

import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import type { LoadFigures } from './https-load.ts';

const run = promisify(execFile);

export interface HttpLoad {
  /** @default 127.0.0.1 */
  readonly address?: string;
  readonly port: number;
  /** A process of this machine, in whose network the load shall run; that takes root. @default in this one's */
  readonly inNetworkOf?: number;
  /** @default / */
  readonly path?: string;
  /** The Host field. @default the address */
  readonly host?: string;
  readonly connections: number;
  /** Rounded up to whole seconds. */
  readonly durationMs: number;
}

export interface LoadTool {
  readonly name: 'wrk' | 'autocannon';
  /** @throws Error when an answer is not 2xx or a connection fails: such a run is void, not slow */
  run(load: HttpLoad): Promise<LoadFigures>;
}

export async function findLoadTool(): Promise<LoadTool> {
  const hasWrk = await run('wrk', ['-v']).then(
    () => true,
    // It says its version, and ends with 1.
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
  );
  return hasWrk ? { name: 'wrk', run: runWrk } : { name: 'autocannon', run: runAutocannon };
}

const urlOf = ({ address = '127.0.0.1', port, path = '/' }: HttpLoad): string => `http://${address}:${port}${path}`;
const secondsOf = ({ durationMs }: HttpLoad): number => Math.max(1, Math.ceil(durationMs / 1000));
const fieldsOf = ({ host }: HttpLoad): string[] => (host === undefined ? [] : ['-H', `Host: ${host}`]);

/** Runs a program in the network of the load; returns what it prints. */
async function runThere({ inNetworkOf }: HttpLoad, program: string, args: readonly string[]): Promise<string> {
  const [command, there] =
    inNetworkOf === undefined ? [program, args] : ['nsenter', [`--net=/proc/${inNetworkOf}/ns/net`, program, ...args]];
  return (await run(command, there, { maxBuffer: 1 << 24 })).stdout;
}

async function runWrk(load: HttpLoad): Promise<LoadFigures> {
  const args = ['-t1', `-c${load.connections}`, `-d${secondsOf(load)}s`, '--latency', ...fieldsOf(load), urlOf(load)];
  return parseWrk(await runThere(load, 'wrk', args));
}

async function runAutocannon(load: HttpLoad): Promise<LoadFigures> {
  const program = createRequire(import.meta.url).resolve('autocannon/autocannon.js');
  const args = [
    program,
    '--json',
    '-c',
    `${load.connections}`,
    '-d',
    `${secondsOf(load)}`,
    ...fieldsOf(load),
    urlOf(load),
  ];
  return parseAutocannon(await runThere(load, process.execPath, args));
}

const UNITS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000, m: 60_000 };

/** Figures out of what `wrk --latency` prints. */
export function parseWrk(text: string): LoadFigures {
  const trouble = /^ *(Non-2xx.*|Socket errors.*)$/m.exec(text)?.[1];
  if (trouble !== undefined) throw new Error(`wrk reports: ${trouble}`);
  const latency = (percent: number): number => {
    const [, value, unit = ''] = new RegExp(`^ *${percent}% +([0-9.]+)([a-z]+)$`, 'm').exec(text) ?? [];
    return Number(value) * (UNITS[unit] ?? Number.NaN);
  };
  const requests = Number(/^ *(\d+) requests in /m.exec(text)?.[1]);
  const figures = {
    requests,
    perSecond: Number(/^Requests\/sec: +([0-9.]+)$/m.exec(text)?.[1]),
    p50: latency(50),
    p99: latency(99),
  };
  if (Object.values(figures).some((value) => !Number.isFinite(value)))
    throw new Error(`Cannot read what wrk says: ${text}`);
  return figures;
}

/** Figures out of what `autocannon --json` prints. */
export function parseAutocannon(text: string): LoadFigures {
  const { requests, latency, duration, non2xx, errors } = JSON.parse(text) as {
    readonly requests: { readonly total: number };
    readonly latency: { readonly p50: number; readonly p99: number };
    readonly duration: number;
    readonly non2xx: number;
    readonly errors: number;
  };
  if (non2xx > 0 || errors > 0)
    throw new Error(`autocannon reports ${non2xx} answers that are not 2xx and ${errors} errors`);
  return { requests: requests.total, perSecond: requests.total / duration, p50: latency.p50, p99: latency.p99 };
}
