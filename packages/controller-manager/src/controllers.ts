/** The controllers, in the order in which they start. */
import type { ControllerEntry } from './context.ts';
import { replicaSetEntry } from './controllers/replica-set.ts';
import { replicationControllerEntry } from './controllers/replication-controller.ts';

export const controllers: readonly ControllerEntry[] = [replicaSetEntry, replicationControllerEntry];
