/** The command line of a cluster's user, as a library: for tests and benchmarks. */
export { composeFile, defaultWorkers } from './compose/compose-file.ts';
export { clusterLabel } from './compose/plan-compose.ts';
