/** RuntimeClass: what the class of a pod says of its overhead and of the nodes that it can run on becomes the pod's own. */
import { Pods, type Pod } from '@wherry/api/core-v1';
import { semanticEqual } from '@wherry/api/meta-v1';
import { RuntimeClasses, type RuntimeClass } from '@wherry/api/node-v1';
import { quote } from '@wherry/api';
import type { ObjectLookup } from '../lookups/object-lookup.ts';
import type { AdmissionPlugin, Admitted } from './admission.ts';
import { mergeTolerations } from './merge-tolerations.ts';
import { isCreation, objectOf } from './object-of.ts';
import { refuse } from './refuse.ts';

type Lookup = Pick<ObjectLookup, 'find'>;

const MISMATCH = "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead";
const UNFOUNDED = 'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead';

export function runtimeClass({ lookup }: { readonly lookup: Lookup }): AdmissionPlugin {
  return {
    name: 'RuntimeClass',
    async admit(request) {
      const pod = objectOf(request, Pods);
      if (pod === undefined || !isCreation(request)) return;
      const found = await classOf(request, { pod, lookup });
      if (found === undefined) return;
      setOverhead(request, { pod, found });
      setScheduling(request, { pod, found });
    },
    async validate(request) {
      const pod = objectOf(request, Pods);
      if (pod === undefined || !isCreation(request)) return;
      const overhead = (await classOf(request, { pod, lookup }))?.overhead;
      const given = pod.spec.overhead;
      if (overhead === undefined && given !== undefined) throw refuse(request, UNFOUNDED);
      if (overhead !== undefined && !semanticEqual(overhead.podFixed, given)) throw refuse(request, MISMATCH);
    },
  };
}

async function classOf(
  request: Admitted,
  { pod, lookup }: { readonly pod: Pod; readonly lookup: Lookup },
): Promise<Readonly<RuntimeClass> | undefined> {
  const name = pod.spec.runtimeClassName;
  if (name === undefined) return undefined;
  const found = await lookup.find(RuntimeClasses, { namespace: '', name });
  if (found === undefined) throw refuse(request, `pod rejected: RuntimeClass ${quote(name)} not found`);
  return found;
}

interface Classed {
  readonly pod: Pod;
  readonly found: Readonly<RuntimeClass>;
}

function setOverhead(request: Admitted, { pod: { spec }, found: { overhead } }: Classed): void {
  if (overhead === undefined) return;
  const { podFixed } = overhead;
  if (spec.overhead !== undefined && !semanticEqual(podFixed, spec.overhead)) throw refuse(request, MISMATCH);
  if (podFixed !== undefined) spec.overhead = { ...podFixed };
}

function setScheduling(request: Admitted, { pod: { spec }, found: { scheduling } }: Classed): void {
  if (scheduling === undefined) return;
  const wanted = Object.entries(scheduling.nodeSelector ?? {});
  for (const [key, value] of wanted) {
    const own = spec.nodeSelector?.[key];
    if (own === undefined || own === value) continue;
    const what = `runtimeClass.scheduling.nodeSelector[${key}] = ${value}; pod.spec.nodeSelector[${key}] = ${own}`;
    throw refuse(request, `conflict: ${what}`);
  }
  if (wanted.length > 0) spec.nodeSelector = { ...spec.nodeSelector, ...scheduling.nodeSelector };
  const tolerations = mergeTolerations(spec.tolerations ?? [], scheduling.tolerations ?? []);
  if (tolerations.length > 0) spec.tolerations = structuredClone(tolerations);
}
