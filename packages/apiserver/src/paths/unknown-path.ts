/** The answers to paths that are not there. Below what is served they are a Status, elsewhere bare text. */
import { genericServerResponse } from '@wherry/api';
import type { Exchange } from '../handlers/exchange.ts';
import { send } from '../handlers/send.ts';
import type { Directory } from '../registry/directory.ts';

/** @throws StatusError 404 below the paths of the API */
export function sendUnknownPath(exchange: Exchange, directory: Directory): void {
  const [, first = '', second = ''] = exchange.info.path.split('/');
  if (first === 'api' || first === 'version' || (first === 'apis' && isServed(directory, second))) {
    throw genericServerResponse({ code: 404, method: exchange.request.method ?? '' });
  }
  sendNotFound(exchange);
}

export function sendNotFound(exchange: Exchange): void {
  send(exchange, '404 page not found\n', {
    status: 404,
    contentType: 'text/plain; charset=utf-8',
    headers: { 'X-Content-Type-Options': 'nosniff' },
  });
}

function isServed(directory: Directory, group: string): boolean {
  for (const { resource } of directory.all()) if (resource.group === group) return true;
  return false;
}
