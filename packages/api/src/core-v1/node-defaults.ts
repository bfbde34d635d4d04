/** The defaults of a Node that depend on its other fields, and what of a removed feature is dropped. */
import type { Node } from './node.ts';

/** Fills in what a Node leaves out, in place: what pods can have, and both forms of its address block. */
export function setNodeDefaults({ spec, status }: Node): void {
  if (status.allocatable === undefined && status.capacity !== undefined) {
    status.allocatable = { ...status.capacity };
  }
  const { podCIDR = '', podCIDRs = [] } = spec;
  // Where the two disagree, the older field wins: its writer may not know the newer one.
  if (podCIDR !== '' && podCIDRs[0] !== podCIDR) {
    spec.podCIDRs = [podCIDR];
  } else if (podCIDR === '' && podCIDRs[0] !== undefined) {
    spec.podCIDR = podCIDRs[0];
  }
}

/** Drops the settings of the removed dynamic configuration of kubelets, unless an old object still has them. */
export function dropNodeConfigSource(node: Node, old?: Readonly<Node>): void {
  if (old?.spec.configSource === undefined) {
    delete node.spec.configSource;
  }
  if (old === undefined) {
    delete node.status.config;
  }
}

/** Drops the state of the removed dynamic configuration, unless the old object still has it. */
export function dropNodeConfigStatus(node: Node, old: Readonly<Node>): void {
  if (old.status.config === undefined) {
    delete node.status.config;
  }
}

/** Texts for `Warning:` headers. */
export function nodeWarnings({ spec }: Readonly<Node>): string[] {
  return [
    ...(spec.configSource === undefined ? [] : ['spec.configSource: the feature is removed']),
    ...((spec.externalID ?? '') === ''
      ? []
      : ['spec.externalID: this field is deprecated, and is unused by Kubernetes']),
  ];
}
