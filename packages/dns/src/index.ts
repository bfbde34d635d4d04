/** The DNS of the cluster, for the process that runs it on each node. */
export { startDns, type DnsOptions } from './dns.ts';
export type { Upstream } from './handlers/forward.ts';
export type { DnsServer } from './server.ts';
export { supportedFields } from './supported-fields.ts';
