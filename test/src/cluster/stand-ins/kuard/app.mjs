// HTTP on 8080. `/healthy` and `/ready` answer 200, or 500 as long as a switch says so: `PUT /healthy/api` and
// `PUT /ready/api` with `{"failNext": n}` fail the next n times, -1 always, 0 never. `/env/api` tells the environment,
// `/fs/…` a file, `/memory?mb=…` takes memory and keeps it, `/exit?code=…` ends the process.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { hostname } from 'node:os';
import { text } from 'node:stream/consumers';

const failNext = { healthy: 0, ready: 0 };
const kept = [];

function probe(name, response) {
  const fails = failNext[name] !== 0;
  if (failNext[name] > 0) failNext[name] -= 1;
  response.statusCode = fails ? 500 : 200;
  response.end(fails ? 'fail' : 'ok');
}

createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://kuard');
  const [, first, second] = pathname.split('/');
  if (first in failNext && second === 'api') {
    if (request.method === 'PUT') failNext[first] = JSON.parse(await text(request)).failNext ?? 0;
    response.end(JSON.stringify({ failNext: failNext[first] }));
  } else if (first in failNext) probe(first, response);
  else if (first === 'env') response.end(JSON.stringify({ commandLine: process.argv, env: process.env }));
  else if (first === 'fs') {
    try {
      response.end(readFileSync(pathname.slice('/fs'.length)));
    } catch (error) {
      response.statusCode = 404;
      response.end(String(error));
    }
  } else if (first === 'memory') {
    kept.push(Buffer.alloc(Number(searchParams.get('mb') ?? 1) * 1024 * 1024, 1));
    response.end('taken\n');
  } else if (first === 'exit') response.end('bye\n', () => process.exit(Number(searchParams.get('code') ?? 0)));
  else response.end(`kuard on ${hostname()}\n`);
}).listen(8080);
console.log('Serving on HTTP on :8080');
process.on('SIGTERM', () => process.exit(0));
