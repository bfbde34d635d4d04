// A program: the least that a Node HTTPS server can do to fan out. It holds every GET open and writes what is POSTed,
// framed, to all of them. Arguments: <key file> <certificate file>. It prints its port.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { ServerResponse } from 'node:http';

const [keyFile = '', certificateFile = ''] = process.argv.slice(2);
const held: ServerResponse[] = [];

const server = createServer(
  { key: readFileSync(keyFile), cert: readFileSync(certificateFile) },
  (request, response) => {
    if (request.method === 'GET') {
      response.writeHead(200, { 'Content-Type': 'application/json' }).flushHeaders();
      held.push(response);
      return;
    }
    request.on('data', (body: Buffer) => {
      const frame = Buffer.concat([Buffer.from('{"type":"ADDED","object":'), body, Buffer.from('}\n')]);
      for (const watcher of held) watcher.write(frame);
    });
    request.on('end', () => response.writeHead(201, { 'Content-Length': 2 }).end('{}'));
  },
);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The system gave no port');
  process.stdout.write(`${address.port}\n`);
});
