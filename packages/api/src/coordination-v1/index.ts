export { Lease, LeaseSpec } from './lease.ts';
export { Leases } from './resources.ts';
