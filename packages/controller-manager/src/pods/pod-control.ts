/**
 * Creates and deletes the pods of an owner, and tells of it: events on the owner for users, expectations for the
 * controller's next look.
 */
import { hasStatusCause, isNotFound } from '@wherry/api';
import { Pods, type Pod } from '@wherry/api/core-v1';
import type { KubeObject } from '@wherry/api/resources';
import type { Draft } from '@wherry/api/schema';
import { keyOf, type Client, type EventRecorder } from '@wherry/client';
import { describeError } from '@wherry/component';
import type { Expectations } from './expectations.ts';

/** The cause by which the server refuses to create something in a namespace that is being deleted. */
const NAMESPACE_TERMINATING = 'NamespaceTerminating';

export interface PodControl {
  /**
   * Creates a pod. Undefined when its namespace is being deleted: then there is no point in trying again.
   * @throws StatusError
   */
  create(owner: Readonly<KubeObject>, pod: Draft<Pod>): Promise<Pod | undefined>;
  /** Deletes a pod, if it is still there. @throws StatusError */
  delete(owner: Readonly<KubeObject>, pod: Readonly<Pod>): Promise<void>;
}

export interface PodControlOptions {
  readonly client: Pick<Client, 'create' | 'delete'>;
  readonly events: Pick<EventRecorder, 'record'>;
  /** Told by the owner's key. */
  readonly expectations: Pick<Expectations, 'created' | 'deleted'>;
}

export function podControl({ client, events, expectations }: PodControlOptions): PodControl {
  return {
    async create(owner, pod) {
      try {
        const created = await client.create<Pod>(Pods, pod);
        expectations.created(keyOf(owner), created);
        const message = `Created pod: ${created.metadata.name ?? ''}`;
        events.record(owner, { type: 'Normal', reason: 'SuccessfulCreate', message });
        return created;
      } catch (error) {
        if (hasStatusCause(error, NAMESPACE_TERMINATING)) return undefined;
        const message = `Error creating: ${describeError(error)}`;
        events.record(owner, { type: 'Warning', reason: 'FailedCreate', message });
        throw error;
      }
    },
    async delete(owner, pod) {
      const { name = '', namespace = '', uid = '' } = pod.metadata;
      try {
        await client.delete(Pods, { namespace, name }, { preconditions: { uid } });
        expectations.deleted(keyOf(owner), pod);
        events.record(owner, { type: 'Normal', reason: 'SuccessfulDelete', message: `Deleted pod: ${name}` });
      } catch (error) {
        if (isNotFound(error)) return;
        const message = `Error deleting: ${describeError(error)}`;
        events.record(owner, { type: 'Warning', reason: 'FailedDelete', message });
        throw error;
      }
    },
  };
}
