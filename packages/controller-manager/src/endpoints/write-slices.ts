/** Carries out a plan of slices. */
import { hasStatusCause, isNotFound } from '@wherry/api';
import { EndpointSlices, type EndpointSlice } from '@wherry/api/discovery-v1';
import type { OwnerReference } from '@wherry/api/meta-v1';
import type { Client } from '@wherry/client';
import type { SlicePlan } from '../plans/endpoints/pack-slices.ts';

export interface WriteSlicesOptions {
  readonly client: Pick<Client, 'create' | 'update' | 'delete'>;
  readonly plan: SlicePlan & {
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly namespace?: string;
  /** The slices' names begin with it. */
  readonly name: string;
  readonly owner: OwnerReference;
  /** Told of every slice as the server has it now. */
  readonly wrote: (slice: EndpointSlice) => void;
}

/** @throws StatusError */
export async function writeSlices({ client, plan, ...options }: WriteSlicesOptions): Promise<void> {
  const { namespace = '', name, owner, wrote } = options;
  const labels = { ...plan.labels };
  const annotations = plan.annotations === undefined ? {} : { annotations: { ...plan.annotations } };
  try {
    // First what endpoints come in, then what they go out of: none is ever missing.
    for (const content of plan.create) {
      const metadata = { namespace, generateName: `${name}-`, labels, ...annotations, ownerReferences: [owner] };
      wrote(await client.create<EndpointSlice>(EndpointSlices, { metadata, ...content }));
    }
    for (const { slice, content } of plan.update) {
      const metadata = { ...slice.metadata, labels, ...annotations };
      const { endpoints, ports } = content;
      wrote(await client.update(EndpointSlices, { ...slice, metadata, endpoints: [...endpoints], ports: [...ports] }));
    }
    for (const { metadata } of plan.delete) {
      const preconditions = { uid: metadata.uid ?? '' };
      await client
        .delete(EndpointSlices, { namespace, name: metadata.name ?? '' }, { preconditions })
        .catch((error: unknown) => {
          if (!isNotFound(error)) throw error;
        });
    }
  } catch (error) {
    if (!hasStatusCause(error, 'NamespaceTerminating')) throw error;
  }
}
