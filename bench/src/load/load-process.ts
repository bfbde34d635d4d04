// A program: puts load on servers, as the process that started it asks. It is a process of its own, so that what it
// costs is not counted with what it measures.

import { measureRawCreates, measureRawReplacements } from '../limits/raw-etcd.ts';
import { runHttpsLoad } from './https-load.ts';
import type { JobAnswer, JobName, JobRequest, Jobs } from './jobs.ts';
import { requestSource } from './request-template.ts';
import { openWatchers } from './watchers.ts';
import type { Watchers } from './watchers.ts';

type Workers = { readonly [Name in JobName]: (options: Jobs[Name]['options']) => Promise<Jobs[Name]['result']> };

const open = new Map<string, Watchers>();

function watchersNamed(name: string): Watchers {
  const watchers = open.get(name);
  if (watchers === undefined) throw new Error(`There are no watchers ${name}`);
  return watchers;
}

const workers: Workers = {
  https: ({ template, ...load }) => runHttpsLoad({ ...load, next: requestSource(template) }),
  rawCreates: measureRawCreates,
  rawReplacements: measureRawReplacements,
  async openWatchers({ name, ...options }) {
    open.set(name, await openWatchers(options));
    return null;
  },
  fanOut: ({ watchers, ...options }) => watchersNamed(watchers).fanOut(options),
  async closeWatchers({ name }) {
    watchersNamed(name).close();
    open.delete(name);
    return null;
  },
};

async function work({ id, job, options }: JobRequest): Promise<JobAnswer> {
  try {
    // The parent's types say that the options are those of the job.
    const worker = workers[job] as (options: unknown) => Promise<unknown>;
    return { id, result: await worker(options) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

process.on('message', (message) => {
  void work(message as JobRequest).then((answer) => process.send?.(answer));
});
process.on('disconnect', () => process.exit());
