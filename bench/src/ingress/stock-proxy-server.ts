// A program: npm http-proxy, as it comes or with a keep-alive agent. Arguments: <port of the backend> <keep-alive|plain>.

import { Agent, createServer } from 'node:http';
import httpProxy from 'http-proxy';
import { printPort } from './print-port.ts';

const [port = '', kind] = process.argv.slice(2);
const proxy = httpProxy.createProxyServer({
  target: `http://127.0.0.1:${port}`,
  ...(kind === 'keep-alive' ? { agent: new Agent({ keepAlive: true }) } : {}),
});
proxy.on('error', (_error, _request, response) => void response.end());

const server = createServer((request, response) => proxy.web(request, response));
server.listen(0, '127.0.0.1', () => printPort(server));
