// An apiserver with one Service, and the proxy of the node `left`, in one process in that node's network namespace:
// what the test of the whole proxy looks at from outside. The argument is the name of the data plane.

import { startTestApi } from '@wherry/apiserver/testing';
import { parseFlags, silentLog, systemClock } from '@wherry/component';
import { proxyFlags, startProxy } from '@wherry/proxy';

const [mode = 'nftables'] = process.argv.slice(2);
const api = await startTestApi();

const node = { metadata: { name: 'left' }, spec: { podCIDR: '10.244.11.0/24', podCIDRs: ['10.244.11.0/24'] } };
await api.send('POST', '/api/v1/nodes', { body: node });
await api.send('POST', '/api/v1/namespaces/default/services', {
  body: {
    metadata: { name: 'web' },
    spec: { type: 'NodePort', clusterIP: '10.96.0.7', ports: [{ port: 80, targetPort: 8080, nodePort: 30080 }] },
  },
});
await api.send('POST', '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices', {
  body: {
    metadata: { name: 'web-1', labels: { 'kubernetes.io/service-name': 'web' } },
    addressType: 'IPv4',
    ports: [{ name: '', port: 8080 }],
    endpoints: [{ addresses: ['10.244.11.2'], nodeName: 'left' }],
  },
});

const line = parseFlags(proxyFlags, ['--node-name=left', `--proxy-mode=${mode}`]);
if (line.help) throw new Error('The flags ask for help');
const connection = { server: api.url, ...api.pki };
const proxy = await startProxy({ connection, flags: line.values, clock: systemClock, log: silentLog });
process.on('SIGTERM', () => {
  void proxy
    .stop()
    .then(() => api.stop())
    .then(() => process.exit(0));
});
process.stdout.write('ready\n');
