/**
 * PodTopologyLabels: a pod gets the zone and region of its node as labels of its own, so that its programs can be told
 * (KEP-4742). It comes to its node by a Binding, whose labels go to the pod, or is made with it.
 */
import { Nodes, Pods, type Binding } from '@wherry/api/core-v1';
import type { KubeObject } from '@wherry/api/resources';
import type { ObjectLookup } from '../lookups/object-lookup.ts';
import type { AdmissionPlugin, Admitted } from './admission.ts';
import { isCreation, objectOf } from './object-of.ts';

const LABELS = ['topology.kubernetes.io/zone', 'topology.kubernetes.io/region'];

export function podTopologyLabels({ lookup }: { readonly lookup: Pick<ObjectLookup, 'find'> }): AdmissionPlugin {
  return {
    name: 'PodTopologyLabels',
    async admit(request) {
      const { object, nodeName } = placed(request) ?? {};
      if (object === undefined || nodeName === undefined || nodeName === '') return;
      const found = (await lookup.find(Nodes, { namespace: '', name: nodeName }))?.metadata.labels ?? {};
      const known = LABELS.flatMap((label) => (found[label] === undefined ? [] : [[label, found[label]] as const]));
      if (known.length > 0) object.metadata.labels = { ...object.metadata.labels, ...Object.fromEntries(known) };
    },
  };
}

interface Placed {
  readonly object: KubeObject;
  readonly nodeName: string | undefined;
}

function placed(request: Admitted): Placed | undefined {
  const { operation, served, subresource, object } = request;
  if (operation !== 'CREATE' || served.resource !== Pods || object === undefined) return undefined;
  const pod = isCreation(request) ? objectOf(request, Pods) : undefined;
  if (pod !== undefined) return { object: pod, nodeName: pod.spec.nodeName };
  if (subresource !== 'binding') return undefined;
  // What travels on this path is a Binding.
  const { target } = object as Binding;
  return (target.kind ?? 'Node') === 'Node' ? { object, nodeName: target.name } : undefined;
}
