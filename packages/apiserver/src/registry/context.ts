/** What the registry's verbs work with, and what one request brings along. */
import type { KubeObject } from '@wherry/api/resources';
import type { Clock, Log } from '@wherry/component';
import type { Admission, Admitted, Operation } from '../admission/admission.ts';
import type { UserInfo } from '../auth/user.ts';
import type { Storage } from '../storage/storage.ts';
import type { ServedResource } from './served-resource.ts';

/** An object as it stands in the store. */
export interface Current {
  readonly key: string;
  /** In its stored form, with `metadata.resourceVersion`. */
  readonly object: Readonly<KubeObject>;
  readonly revision: number;
}

/** The part of the watch cache that writes need: what it knows now, however old that is. */
export interface KnownObjects {
  get(key: string): Current | undefined;
}

export interface RegistryContext {
  readonly storage: Storage;
  readonly known: KnownObjects;
  readonly admission: Admission;
  readonly clock: Clock;
  readonly log: Log;
}

/** One write request on one resource. */
export interface WriteRequest {
  readonly served: ServedResource;
  /** Empty for cluster-scoped resources. */
  readonly namespace: string;
  readonly subresource: string;
  readonly user: UserInfo;
  readonly dryRun: boolean;
  warn(text: string): void;
}

/** What a write leaves behind: the object in its stored form, with its resourceVersion, and the same as text. */
export interface Written {
  readonly object: KubeObject;
  readonly text: string;
  readonly revision: number;
}

interface AdmittedParts {
  readonly operation: Operation;
  readonly name: string;
  readonly object?: KubeObject;
  readonly old?: Readonly<KubeObject>;
}

/** The request as admission sees it. */
export function admitted(request: WriteRequest, parts: AdmittedParts): Admitted {
  const { served, subresource, namespace, user, dryRun } = request;
  return { served, subresource, namespace, user, dryRun, warn: (text) => request.warn(text), ...parts };
}
