// A program with the apiserver's flags that only gets ready: what the process harness is tested with.

import { appendFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadClusterPki } from '@wherry/apiserver';
import { systemClock } from '@wherry/component';

const { values } = parseArgs({
  strict: false,
  options: { 'secure-port': { type: 'string' }, 'data-dir': { type: 'string' }, fail: { type: 'boolean' } },
});
if (values.fail === true) throw new Error('cannot bind');

const dataDir = String(values['data-dir']);
appendFileSync(join(dataDir, 'starts'), `${process.pid}\n`);
const { serving } = await loadClusterPki({ dataDir, hosts: ['127.0.0.1'], clock: systemClock });
const server = createServer({ key: serving.key, cert: serving.certificate }, (request, response) => {
  response.statusCode = request.url === '/readyz' ? 200 : 404;
  response.end();
});
server.listen(Number(values['secure-port']), '127.0.0.1', () => process.stdout.write(`up ${process.pid}\n`));
process.on('SIGTERM', () => process.exit(0));
