// Says which pod was hit. `/slow?ms=…` takes its time; asked to end, it takes no new connections and finishes what it has.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { hostname } from 'node:os';

const answer = (request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://kubia');
  const respond = () => response.end(`You've hit ${hostname()}\n`);
  if (pathname === '/slow') setTimeout(respond, Number(searchParams.get('ms') ?? 1000));
  else if (pathname === '/client') response.end(`${request.socket.remoteAddress}\n`);
  else respond();
};
const servers = [
  createServer(answer).listen(8080),
  createSecureServer({ key: readFileSync('/key.pem'), cert: readFileSync('/certificate.pem') }, answer).listen(8443),
];
console.log('Kubia server starting...');
process.on('SIGTERM', () => {
  for (const server of servers) server.close();
  // Kept-alive connections that are idle now or become so: the answer under way tells the client to open another.
  for (const server of servers) server.closeIdleConnections();
  setInterval(() => servers.forEach((server) => server.closeIdleConnections()), 50).unref();
});
