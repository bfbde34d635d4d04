/**
 * NamespaceLifecycle: nothing is made in a namespace that does not exist or is going away, and the namespaces that the
 * cluster cannot do without are not deleted.
 */
import { forbidden, notFound, StatusError } from '@wherry/api';
import { Namespaces, type Namespace } from '@wherry/api/core-v1';
import type { Clock } from '@wherry/component';
import type { ObjectLookup } from '../lookups/object-lookup.ts';
import type { AdmissionPlugin, Admitted } from './admission.ts';
import { refuse } from './refuse.ts';

const IMMORTAL: ReadonlySet<string> = new Set(['default', 'kube-system', 'kube-public']);

/** For so long after a deletion the store is asked, in case the cache has not heard of it. */
const DOUBT_MS = 30_000;

export interface NamespaceLifecycleOptions {
  readonly lookup: Pick<ObjectLookup, 'find' | 'live'>;
  readonly clock: Pick<Clock, 'monotonic'>;
}

export function namespaceLifecycle({ lookup, clock }: NamespaceLifecycleOptions): AdmissionPlugin {
  const doubtedUntil = new Map<string, number>();
  const doubt = (name: string): void => {
    for (const [known, until] of doubtedUntil) if (until < clock.monotonic()) doubtedUntil.delete(known);
    doubtedUntil.set(name, clock.monotonic() + DOUBT_MS);
  };
  const find = async (name: string): Promise<Readonly<Namespace> | undefined> => {
    const key = { namespace: '', name };
    const found = await lookup.find(Namespaces, key);
    const isDoubted = (doubtedUntil.get(name) ?? 0) > clock.monotonic();
    return isDoubted && found?.status.phase === 'Active' ? lookup.live(Namespaces, key) : found;
  };
  return {
    name: 'NamespaceLifecycle',
    async admit(request) {
      const { operation, served, namespace, name } = request;
      if (served.resource === Namespaces) {
        if (operation !== 'DELETE') return;
        if (IMMORTAL.has(name)) throw forbidden('this namespace may not be deleted', { resource: served.name, name });
        doubt(name);
      } else if (operation === 'CREATE' && namespace !== '') {
        assertOpen(request, await find(namespace));
      }
    },
  };
}

function assertOpen(request: Admitted, found: Readonly<Namespace> | undefined): void {
  const { namespace } = request;
  if (found === undefined) throw notFound({ group: '', resource: 'namespaces' }, namespace);
  if (found.status.phase !== 'Terminating') return;
  const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
  const { code, reason, message, details } = refuse(request, why);
  const cause = {
    reason: 'NamespaceTerminating',
    message: `namespace ${namespace} is being terminated`,
    field: 'metadata.namespace',
  };
  throw new StatusError({ code, reason, message, details: { ...details, causes: [cause] } });
}
