/** `PodLogOptions` from the query of a request, and as a kubelet's query. */
import { badRequest, canonicalTime, invalid, TimeError } from '@wherry/api';
import { validatePodLogOptions, type PodLogOptions } from '@wherry/api/core-v1';
import { readInteger } from '../handlers/list-options.ts';
import { readFlag } from '../http/query-flag.ts';
import { readText } from './query-options.ts';

/** @throws StatusError 400 for what cannot be read, 422 for what makes no sense */
export function readLogOptions(query: URLSearchParams, pod: string): PodLogOptions {
  const options: PodLogOptions = {
    ...given('container', readText(query, 'container')),
    ...(readFlag(query, 'follow') ? { follow: true } : {}),
    ...(readFlag(query, 'previous') ? { previous: true } : {}),
    ...(readFlag(query, 'timestamps') ? { timestamps: true } : {}),
    ...(readFlag(query, 'insecureSkipTLSVerifyBackend') ? { insecureSkipTLSVerifyBackend: true } : {}),
    ...given('sinceSeconds', readInteger(query, 'sinceSeconds')),
    ...given('sinceTime', readTime(query, 'sinceTime')),
    ...given('tailLines', readInteger(query, 'tailLines')),
    ...given('limitBytes', readInteger(query, 'limitBytes')),
    ...given('stream', readText(query, 'stream')),
  };
  const errors = validatePodLogOptions(options);
  if (errors.length > 0) throw invalid({ group: '', kind: 'PodLogOptions' }, pod, errors);
  return options;
}

/** What a kubelet is asked for, in the order of the names. */
export function logQuery(options: Readonly<PodLogOptions>): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of PASSED_ON) {
    const value = options[name];
    if (value !== undefined) query.set(name, String(value));
  }
  return query;
}

const PASSED_ON = [
  'follow',
  'limitBytes',
  'previous',
  'sinceSeconds',
  'sinceTime',
  'tailLines',
  'timestamps',
] as const satisfies readonly (keyof PodLogOptions)[];

function given<Name extends keyof PodLogOptions>(name: Name, value: PodLogOptions[Name]): PodLogOptions {
  return value === undefined ? {} : { [name]: value };
}

function readTime(query: URLSearchParams, name: string): string | undefined {
  const text = readText(query, name);
  if (text === undefined) return undefined;
  try {
    return canonicalTime(text);
  } catch (error) {
    if (error instanceof TimeError) throw badRequest(error.message);
    throw error;
  }
}
