/**
 * Priority: a pod's PriorityClass becomes the number that the scheduler goes by, and at most one class is the default.
 */
import { Pods, type Pod } from '@wherry/api/core-v1';
import { PriorityClasses, type PriorityClass } from '@wherry/api/scheduling-v1';
import type { ObjectLookup } from '../lookups/object-lookup.ts';
import type { AdmissionPlugin, Admitted } from './admission.ts';
import { objectOf, oldObjectOf } from './object-of.ts';
import { refuse } from './refuse.ts';

type Lookup = Pick<ObjectLookup, 'find' | 'list'>;

export function priority({ lookup }: { readonly lookup: Lookup }): AdmissionPlugin {
  return {
    name: 'Priority',
    async admit(request) {
      const pod = objectOf(request, Pods);
      if (pod === undefined || request.subresource !== '') return;
      if (request.operation === 'CREATE') await setPriority(request, { pod, lookup });
      else keepPriority(pod, oldObjectOf(request, Pods));
    },
    validate(request) {
      const { operation, subresource } = request;
      const given = objectOf(request, PriorityClasses);
      if (given?.globalDefault !== true || subresource !== '') return;
      const present = defaultClass(lookup);
      if (present === undefined) return;
      const name = present.metadata.name ?? '';
      if (operation === 'CREATE' || name !== given.metadata.name) {
        throw refuse(request, `PriorityClass ${name} is already marked as default. Only one default can exist`);
      }
    },
  };
}

/** Two defaults that came about at the same moment: the lower one counts. */
function defaultClass(lookup: Lookup): Readonly<PriorityClass> | undefined {
  let chosen: Readonly<PriorityClass> | undefined;
  for (const candidate of lookup.list(PriorityClasses)) {
    if (candidate.globalDefault === true && (chosen === undefined || candidate.value < chosen.value))
      chosen = candidate;
  }
  return chosen;
}

interface NewPod {
  readonly pod: Pod;
  readonly lookup: Lookup;
}

async function setPriority(request: Admitted, { pod: { spec }, lookup }: NewPod): Promise<void> {
  const asked = spec.priorityClassName ?? '';
  const found =
    asked === '' ? defaultClass(lookup) : await lookup.find(PriorityClasses, { namespace: '', name: asked });
  if (asked !== '' && found === undefined) throw refuse(request, `no PriorityClass with name ${asked} was found`);
  const { value = 0, preemptionPolicy = found === undefined ? 'PreemptLowerPriority' : undefined } = found ?? {};
  const why = 'must not be provided in pod spec; priority admission controller computed';
  const source = 'from the given PriorityClass name';
  if (spec.priority !== undefined && spec.priority !== value) {
    throw refuse(request, `the integer value of priority (${spec.priority}) ${why} ${value} ${source}`);
  }
  if (preemptionPolicy !== undefined) {
    const given = spec.preemptionPolicy ?? preemptionPolicy;
    if (given !== preemptionPolicy) {
      throw refuse(request, `the string value of PreemptionPolicy (${given}) ${why} ${preemptionPolicy} ${source}`);
    }
    spec.preemptionPolicy = preemptionPolicy;
  }
  spec.priority = value;
  if (asked === '' && found !== undefined) spec.priorityClassName = found.metadata.name ?? '';
}

/** A client that does not know the fields must not be refused for leaving them out. */
function keepPriority({ spec }: Pod, old: Readonly<Pod> | undefined): void {
  const { priority: value, preemptionPolicy } = old?.spec ?? {};
  if (value !== undefined) spec.priority ??= value;
  if (preemptionPolicy !== undefined) spec.preemptionPolicy ??= preemptionPolicy;
}
