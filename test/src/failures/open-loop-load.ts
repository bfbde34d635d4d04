// Requests at a steady rate: when the earlier ones are late, the next are sent all the same, as by people who know
// nothing of each other. Nothing is tried again, so every request that is lost counts.

import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';

export interface Target {
  readonly url: string;
  /** The name that is asked for. @default that of the URL */
  readonly host?: string;
}

export interface LoadOptions {
  /** Asked in turn. */
  readonly targets: readonly Target[];
  readonly perSecond: number;
  /** Whether connections are used again, or each request has one of its own. */
  readonly keepsConnections: boolean;
  /** How long an answer may take, in milliseconds. @default 10_000 */
  readonly patience?: number;
}

export interface LoadResult {
  readonly sent: number;
  /** What became of each request that was not answered with 200. */
  readonly failures: readonly string[];
  /** How often each answer came. */
  readonly answers: ReadonlyMap<string, number>;
}

export interface Load {
  /** How often each answer has come. */
  readonly answers: ReadonlyMap<string, number>;
  /** Sends no more, and waits for the answers that are still to come. */
  stop(): Promise<LoadResult>;
}

const TICK_MS = 10;

export function startLoad({ targets, perSecond, keepsConnections, patience = 10_000 }: LoadOptions): Load {
  // First in, first out: no kept connection is left until its server closes it, just when the next request is on its way.
  const agent = new Agent({ keepAlive: keepsConnections, maxSockets: Infinity, scheduling: 'fifo' });
  const failures: string[] = [];
  const answers = new Map<string, number>();
  const open = new Set<Promise<void>>();
  const begin = performance.now();
  let sent = 0;
  const sendOne = async ({ url, host = new URL(url).host }: Target): Promise<void> => {
    const at = performance.now();
    try {
      const { status, text } = await ask(url, { headers: { host }, agent, patience });
      if (status === 200) answers.set(text, (answers.get(text) ?? 0) + 1);
      else failures.push(`${url}: ${status} ${text}`);
    } catch (error) {
      const after = Math.round(performance.now() - at);
      failures.push(`${url}: ${error instanceof Error ? error.message : String(error)} after ${after} ms`);
    }
  };
  const timer = setInterval(() => {
    const due = ((performance.now() - begin) * perSecond) / 1000;
    for (; sent < due; sent++) {
      const target = targets[sent % targets.length];
      if (target === undefined) throw new Error('A load needs targets');
      const one = sendOne(target).finally(() => open.delete(one));
      open.add(one);
    }
  }, TICK_MS);
  return {
    answers,
    async stop() {
      clearInterval(timer);
      await Promise.all(open);
      agent.destroy();
      return { sent, failures, answers };
    },
  };
}

export interface AskOptions {
  readonly headers: Readonly<Record<string, string>>;
  /** @default a connection of its own */
  readonly agent?: Agent;
  /** Milliseconds. @default 5_000 */
  readonly patience?: number;
}

/** One GET. @throws {Error} when no whole answer comes */
export function ask(
  url: string,
  { headers, agent, patience = 5_000 }: AskOptions,
): Promise<{ readonly status: number; readonly text: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ readonly status: number; readonly text: string }>();
  const sent = request(url, { headers, agent: agent ?? false }, (response) => {
    let text = '';
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => (text += chunk));
    response.on('error', reject);
    response.on('end', () => {
      if (response.complete) resolve({ status: response.statusCode ?? 0, text: text.trim() });
      else reject(new Error('the answer was cut off'));
    });
  });
  // For all of it, the connection too.
  const timer = setTimeout(() => sent.destroy(new Error('no answer in time')), patience);
  sent.on('close', () => clearTimeout(timer));
  sent.on('error', reject);
  sent.end();
  return promise;
}
