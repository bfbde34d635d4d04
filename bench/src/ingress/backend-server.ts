// A program: the backend of the ingress's benchmarks, which is also their limit: the least that a Node HTTP server can do.
// It answers every request with the same 1 KB and prints its port.

import { createServer } from 'node:http';
import { printPort } from './print-port.ts';

const body = Buffer.alloc(1024, 'x');
const headers = { 'Content-Type': 'text/plain', 'Content-Length': body.length };

const server = createServer((_request, response) => {
  response.writeHead(200, headers).end(body);
});
server.listen(0, '127.0.0.1', () => printPort(server));
