/**
 * Admission: what is decided about a write after the user was allowed to make it and before it is validated (changing
 * the object) and after (only refusing). The order of the plugins is one literal list, `plugins.ts`.
 */
import type { KubeObject } from '@wherry/api/resources';
import type { UserInfo } from '../auth/user.ts';
import type { ServedResource } from '../registry/served-resource.ts';

export type Operation = 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';

export interface Admitted {
  readonly operation: Operation;
  readonly served: ServedResource;
  readonly subresource: string;
  readonly namespace: string;
  /** Empty while the name is still to be generated. */
  readonly name: string;
  /** The new object, in the request's version; a plugin's `admit` may change it. Undefined on DELETE. */
  readonly object?: KubeObject;
  /** The present object on UPDATE and DELETE. */
  readonly old?: Readonly<KubeObject>;
  readonly user: UserInfo;
  readonly dryRun: boolean;
  /** Adds a `Warning:` header to the answer. */
  warn(text: string): void;
}

export interface AdmissionPlugin {
  readonly name: string;
  /** May change the object. @throws StatusError to refuse the request */
  admit?(request: Admitted): Promise<void> | void;
  /** Must not change the object. @throws StatusError to refuse the request */
  validate?(request: Admitted): Promise<void> | void;
}

export interface Admission {
  admit(request: Admitted): Promise<void>;
  validate(request: Admitted): Promise<void>;
}

/** Runs plugins in their order. */
export function admissionChain(plugins: readonly AdmissionPlugin[]): Admission {
  return {
    async admit(request) {
      for (const plugin of plugins) await plugin.admit?.(request);
    },
    async validate(request) {
      for (const plugin of plugins) await plugin.validate?.(request);
    },
  };
}
