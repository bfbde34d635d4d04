/**
 * One line a request, in the form that web servers have used for ever, with what an ingress adds. Lines are gathered, since
 * a write for each would cost more than the request; so the last ones appear a moment late.
 */
import { releasing, type Clock, type Running } from '@wherry/component';
import { addressOf } from '../forward/request-headers.ts';
import type { Served } from '../gateway.ts';

export interface AccessLog extends Running {
  served(served: Served): void;
}

export interface AccessLogOptions {
  readonly clock: Clock;
  readonly write: (text: string) => void;
}

const FLUSH_MS = 500;
const MOST_GATHERED = 65_536;

export function startAccessLog({ clock, write }: AccessLogOptions): AccessLog {
  let gathered = '';
  let second = { at: -1, text: '' };
  const flush = (): void => {
    if (gathered !== '') write(gathered);
    gathered = '';
  };
  const time = (): string => {
    const now = clock.now();
    const at = Math.floor(now.getTime() / 1000);
    if (at !== second.at) second = { at, text: now.toISOString().replace(/\.\d+/, '') };
    return second.text;
  };
  const timer = clock.every(FLUSH_MS, flush);
  return {
    ...releasing(() => {
      timer.cancel();
      flush();
    }),
    served(served) {
      gathered += formatServed(served, time());
      if (gathered.length > MOST_GATHERED) flush();
    },
  };
}

/** `address - - [time] "request" status bytes "referrer" "agent" milliseconds [namespace/ingress service] endpoint attempts` */
export function formatServed(served: Served, time: string): string {
  const { request, destination, status, bytes, milliseconds, address, attempts } = served;
  const { method = '-', url = '-', httpVersion, headers } = request;
  const line = `${method} ${safe(headers.host ?? '-')}${safe(url)} HTTP/${httpVersion}`;
  const route =
    destination === undefined
      ? '-'
      : `${destination.namespace}/${destination.ingress} ${destination.upstream.service || '-'}`;
  return (
    `${addressOf(request) || '-'} - - [${time}] "${line}" ${status} ${bytes} "${safe(headers.referer ?? '-')}" ` +
    `"${safe(headers['user-agent'] ?? '-')}" ${milliseconds.toFixed(1)} [${route}] ${address} ${attempts}\n`
  );
}

/** What clients write can neither end a field nor a line, nor move a terminal's cursor. */
function safe(text: string): string {
  return UNSAFE.test(text)
    ? text.replace(EACH_UNSAFE, (it) => `\\x${it.charCodeAt(0).toString(16).padStart(2, '0')}`)
    : text;
}

const UNSAFE = /["\\\p{Cc}]/u;
const EACH_UNSAFE = /["\\\p{Cc}]/gu;
