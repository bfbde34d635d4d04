/** A pod as a template and an owner make it. */
import type { Pod, PodTemplateSpec } from '@wherry/api/core-v1';
import { nameIsDnsSubdomain } from '@wherry/api';
import type { KubeObject, Resource } from '@wherry/api/resources';
import type { Draft } from '@wherry/api/schema';
import { controllerRef } from '../ownership/controller-ref.ts';

export interface PodFromTemplateOptions {
  readonly template: Readonly<PodTemplateSpec>;
  readonly owner: Readonly<KubeObject>;
  readonly ownerResource: Resource;
}

/** A new pod that its owner controls, named after it. */
export function podFromTemplate({ template, owner, ownerResource }: PodFromTemplateOptions): Draft<Pod> {
  const { labels, annotations, finalizers } = template.metadata;
  const { namespace } = owner.metadata;
  return {
    metadata: {
      generateName: podNamePrefix(owner.metadata.name ?? ''),
      ...(namespace === undefined ? {} : { namespace }),
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
      ...(finalizers === undefined ? {} : { finalizers }),
      ownerReferences: [controllerRef(owner, ownerResource)],
    },
    spec: template.spec,
  };
}

/** With a dash, unless that makes the name too long. */
function podNamePrefix(name: string): string {
  const prefix = `${name}-`;
  return nameIsDnsSubdomain(prefix, { isPrefix: true }).length === 0 ? prefix : name;
}
