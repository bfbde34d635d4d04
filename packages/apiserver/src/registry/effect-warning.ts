/**
 * What a creator is told of kinds that are served and kept, and upon which no part of the cluster acts. Kubernetes does act
 * upon them, so silence would be taken for consent.
 */
import type { ServedResource } from './served-resource.ts';

/** By group. Once a part acts upon a kind, the kind goes from here. */
export const kindsWithoutEffect: Readonly<Record<string, readonly string[]>> = {
  'admissionregistration.k8s.io': [
    'MutatingWebhookConfiguration',
    'ValidatingAdmissionPolicy',
    'ValidatingAdmissionPolicyBinding',
    'ValidatingWebhookConfiguration',
  ],
  'apiregistration.k8s.io': ['APIService'],
  'apiextensions.k8s.io': ['CustomResourceDefinition'],
  autoscaling: ['HorizontalPodAutoscaler'],
  'flowcontrol.apiserver.k8s.io': ['FlowSchema', 'PriorityLevelConfiguration'],
  'networking.k8s.io': ['IPAddress', 'NetworkPolicy'],
  'resource.k8s.io': ['DeviceClass', 'ResourceClaim', 'ResourceClaimTemplate', 'ResourceSlice'],
  'storage.k8s.io': ['VolumeAttachment', 'VolumeAttributesClass'],
};

/** The text of the warning for a new object of a kind; undefined when the kind has its effect. */
export function effectWarning({ group, kind }: Pick<ServedResource['resource'], 'group' | 'kind'>): string | undefined {
  if (kindsWithoutEffect[group]?.includes(kind) !== true) return undefined;
  return `this ${kind} is stored, but nothing in this cluster acts upon it`;
}
