/** The front tier: the page, and the way to the API for it. */
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { serve, textOf, Unavailable, type Answer } from './serve.ts';

const api = process.env['API_URL'] ?? 'http://localhost:8081';
const page = Buffer.from(
  readFileSync(join(import.meta.dirname, process.env['PAGE'] ?? '../page/index.html'), 'utf8')
    .replaceAll('{{title}}', escaped(process.env['TITLE'] ?? 'Guestbook'))
    .replaceAll('{{version}}', escaped(process.env['VERSION'] ?? '1'))
    .replaceAll('{{pod}}', escaped(hostname())),
);

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

async function forward(request: IncomingMessage, path: string): Promise<Answer> {
  const isPost = request.method === 'POST';
  const body = isPost ? { body: await textOf(request) } : {};
  try {
    const answer = await fetch(`${api}${path}`, {
      method: isPost ? 'POST' : 'GET',
      signal: AbortSignal.timeout(5_000),
      ...body,
    });
    return { status: answer.status, type: 'application/json', body: await answer.text() };
  } catch {
    throw new Unavailable('The guestbook cannot be reached just now');
  }
}

serve(
  (request, { pathname }) => {
    if (pathname === '/') return { status: 200, type: 'text/html; charset=utf-8', body: page };
    if (pathname === '/healthy') return { status: 200, body: 'ok\n' };
    if (pathname.startsWith('/api/')) return forward(request, pathname.slice('/api'.length));
    return { status: 404, body: 'There is nothing here\n' };
  },
  { port: Number(process.env['PORT'] ?? 8080) },
);
