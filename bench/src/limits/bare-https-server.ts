// A program: the least that a Node HTTPS server can do, answering every request with the same bytes. It is the limit
// that the apiserver is measured against. Arguments: <key file> <certificate file> <body file>. It prints its port.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';

const [keyFile = '', certificateFile = '', bodyFile = ''] = process.argv.slice(2);
const body = readFileSync(bodyFile);
const headers = { 'Content-Type': 'application/json', 'Content-Length': body.length };

const server = createServer(
  { key: readFileSync(keyFile), cert: readFileSync(certificateFile) },
  (_request, response) => {
    response.writeHead(200, headers).end(body);
  },
);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The system gave no port');
  process.stdout.write(`${address.port}\n`);
});
