/** How an exec or attach request says what it wants: the query of Kubernetes' kubelet. Pure. */
import { HttpError } from '../http-error.ts';

export interface CommandQuery {
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly tty: boolean;
  readonly command: readonly string[];
}

/** @throws HttpError 400 when nothing is to be connected */
export function readCommandQuery(query: URLSearchParams): CommandQuery {
  const isSet = (name: string) => query.get(name) === '1' || query.get(name) === 'true';
  const tty = isSet('tty');
  const stdin = isSet('input');
  const stdout = isSet('output');
  // A terminal has no standard error.
  const stderr = isSet('error') && !tty;
  if (!stdin && !stdout && !stderr) throw new HttpError(400, 'you must specify at least 1 of stdin, stdout, stderr');
  return { stdin, stdout, stderr, tty, command: query.getAll('command') };
}
