/** What NodeRestriction is asked, and what it may look up. */
import { forbidden, notFound, type StatusError } from '@wherry/api';
import { type Authorizer } from '../authorize.ts';
import { type ReferringPod } from '../pod-references.ts';
import { type UserInfo } from '../user.ts';

/** A write that has been authorized and decoded, before it is stored. */
export interface AdmissionRequest {
  readonly user: UserInfo;
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE';
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  /** May be empty at a create; the object then has it. */
  readonly name: string;
  /** The new object: of the type that the resource (or subresource) has. */
  readonly object?: unknown;
  /** The object as it is stored. */
  readonly oldObject?: unknown;
}

/** Looks up objects of the cluster. */
export interface NodeRestrictionLookup {
  pod(namespace: string, name: string): Promise<StoredPod | undefined>;
  node(name: string): Promise<{ readonly metadata: { readonly uid?: string } } | undefined>;
  /** The name of the volume that a claim is bound to. */
  claimedVolume(namespace: string, claim: string): Promise<string | undefined>;
  /** The name of the CSI driver behind a PersistentVolume. */
  volumeDriver(volume: string): Promise<string | undefined>;
  /** The audiences that a CSIDriver wants tokens for. */
  driverAudiences(driver: string): Promise<readonly string[]>;
}

/** A Pod with its uid. */
export interface StoredPod extends ReferringPod {
  readonly metadata: ReferringPod['metadata'] & {
    readonly uid?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly {
      readonly apiVersion: string;
      readonly kind: string;
      readonly name: string;
      readonly uid: string;
      readonly controller?: boolean;
      readonly blockOwnerDeletion?: boolean;
    }[];
  };
}

/** One request of one node. */
export interface NodeWrite {
  readonly request: AdmissionRequest;
  /** The node that makes the request. */
  readonly node: string;
  readonly lookup: NodeRestrictionLookup;
  readonly authorizer: Authorizer;
}

/** A 403 about the object of the request. */
export function refuse({ group, resource, name }: AdmissionRequest, why: string): StatusError {
  return forbidden(why, { resource: { group, resource }, name });
}

/** The Pod of this name in the request's namespace, or the 404. */
export async function findPod({ request, lookup }: NodeWrite, name: string): Promise<StoredPod | StatusError> {
  return (await lookup.pod(request.namespace, name)) ?? notFound({ group: '', resource: 'pods' }, name);
}
