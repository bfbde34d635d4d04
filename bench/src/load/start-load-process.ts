// Starts the load process and hands it jobs.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { starting } from '@wherry/component';
import type { Running } from '@wherry/component';
import type { JobAnswer, JobName, JobRequest, Jobs } from './jobs.ts';

export interface LoadProcess extends Running {
  /** Has a job done. @throws {Error} when it fails; the figures are void then */
  run<Name extends JobName>(job: Name, options: Jobs[Name]['options']): Promise<Jobs[Name]['result']>;
}

/** Starts it. */
export function startLoadProcess(): Promise<LoadProcess> {
  return starting(async (own) => {
    const child = fork(join(import.meta.dirname, 'load-process.ts'), {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const exit = once(child, 'exit');
    own(async () => {
      child.kill('SIGKILL');
      await exit;
    });
    await once(child, 'spawn');
    const waiting = new Map<number, PromiseWithResolvers<unknown>>();
    let lastId = 0;
    child.on('message', (message) => {
      const answer = message as JobAnswer;
      const job = waiting.get(answer.id);
      waiting.delete(answer.id);
      if ('error' in answer) job?.reject(new Error(answer.error));
      else job?.resolve(answer.result);
    });
    child.on('exit', () => {
      for (const job of waiting.values()) job.reject(new Error('The load process ended in the middle of a job'));
    });
    return {
      async run<Name extends JobName>(job: Name, options: Jobs[Name]['options']): Promise<Jobs[Name]['result']> {
        lastId += 1;
        const answered = Promise.withResolvers<unknown>();
        waiting.set(lastId, answered);
        child.send({ id: lastId, job, options } satisfies JobRequest);
        // The load process answers a job with its result.
        return (await answered.promise) as Jobs[Name]['result'];
      },
    };
  });
}
