// A program: the ingress as it is, access log and metrics included, with routes that are given instead of a cluster.
// Arguments: <port of the backend> <how many hosts, each with four paths; 0 for one rule for everything>.

import { createWriteStream } from 'node:fs';
import { createMetrics, systemClock } from '@wherry/component';
import {
  certificates,
  defaultCertificate,
  dialTcp,
  ingressMetrics,
  startAccessLog,
  startGateway,
  startWebListeners,
  type RoutePlan,
} from '@wherry/ingress';

const [port, hostCount] = process.argv.slice(2).map(Number);
if (port === undefined || hostCount === undefined) throw new Error('usage: ingress-server <port> <hosts>');

const upstream = {
  id: 'default/web:80',
  namespace: 'default',
  service: 'web',
  endpoints: [{ ip: '127.0.0.1', port }],
  problem: undefined,
};
const destination = { upstream, namespace: 'default', ingress: 'web', forcesHttps: false };
const path = (text: string) => ({ kind: 'prefix' as const, path: text, destination: { ...destination } });
const hosts: RoutePlan['hosts'] =
  hostCount === 0
    ? [{ host: '', paths: [path('')], fallback: undefined }]
    : Array.from({ length: hostCount }, (_, index) => ({
        host: `host-${index}.example`,
        paths: ['/api', '/static', '/admin/users', ''].map(path),
        fallback: undefined,
      }));

const accessLog = startAccessLog({ clock: systemClock, write: logTo('/dev/null') });
const metrics = ingressMetrics(createMetrics(), { openConnections: () => 0 });
const gateway = startGateway({
  clock: systemClock,
  dial: dialTcp,
  httpsPort: () => listeners.httpsPort,
  observer: {
    served(served) {
      metrics.served(served);
      accessLog.served(served);
    },
    upstreamFailed: (to, kind) => metrics.upstreamFailed(to, kind),
  },
});
gateway.apply({ hosts, fallback: undefined, certificates: new Map(), notices: [] });
const listeners = await startWebListeners({
  address: '127.0.0.1',
  httpPort: 0,
  httpsPort: 0,
  gateway,
  certificates: certificates(),
  defaultCertificate: defaultCertificate(new Date()),
  clock: systemClock,
});
process.stdout.write(`${listeners.httpPort}\n`);

function logTo(file: string): (text: string) => void {
  const stream = createWriteStream(file);
  return (text) => void stream.write(text);
}
