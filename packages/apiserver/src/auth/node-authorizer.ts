/**
 * The Node authorizer: a kubelet may read and write what concerns its own node, and nothing that concerns others only.
 * What it writes, NodeRestriction admission looks into.
 */
import { type Attributes, type SelectorRequirement } from './attributes.ts';
import { ALLOWED, type Authorizer, NO_OPINION, type Verdict } from './authorize.ts';
import { type NodeRelations, type RelatedKind } from './node-graph.ts';
import { nodeIdentity } from './node-identity.ts';
import { nodeRules } from './rbac/bootstrap/node-roles.ts';
import { ruleAllows } from './rbac/rule-allows.ts';

interface Question {
  readonly attributes: Attributes;
  readonly node: string;
  readonly relations: NodeRelations;
}

/** Makes the authorizer. It has no opinion on users that are no nodes, and never denies. */
export function createNodeAuthorizer(relations: NodeRelations): Authorizer {
  return {
    authorize(attributes) {
      const { isNode, name: node } = nodeIdentity(attributes.user);
      if (!isNode) return NO_OPINION;
      if (node === '') return noOpinion(`unknown node for user ${JSON.stringify(attributes.user.name)}`);
      const decide = attributes.isResourceRequest ? RESOURCES[`${attributes.resource}.${attributes.group}`] : undefined;
      if (decide !== undefined) return decide({ attributes, node, relations });
      return nodeRules.some((rule) => ruleAllows(rule, attributes)) ? ALLOWED : NO_OPINION;
    },
  };
}

/** The resources on which a node's access depends on the object, as `resource.group`. */
const RESOURCES: Readonly<Record<string, (question: Question) => Verdict>> = {
  'secrets.': (question) => mayRead('secret', question),
  'configmaps.': (question) => mayRead('configmap', question),
  'persistentvolumeclaims.': decideClaim,
  'persistentvolumes.': (question) => mayGet('persistentvolume', question),
  'resourceclaims.resource.k8s.io': (question) => mayGet('resourceclaim', question),
  'volumeattachments.storage.k8s.io': (question) => mayGet('volumeattachment', question),
  'serviceaccounts.': decideServiceAccount,
  'leases.coordination.k8s.io': decideLease,
  'csinodes.storage.k8s.io': decideCsiNode,
  'resourceslices.resource.k8s.io': decideResourceSlice,
  'nodes.': decideNode,
  'pods.': decidePod,
};

function noOpinion(reason: string): Verdict {
  return { decision: 'no-opinion', reason };
}

function mayIfRelated(kind: RelatedKind, { attributes, node, relations }: Question): Verdict {
  const { namespace, name } = attributes;
  if (name === '') return noOpinion('No Object name found');
  return relations.isRelated(node, { kind, namespace, name })
    ? ALLOWED
    : noOpinion(`no relationship found between node '${node}' and this object`);
}

function mayGet(kind: RelatedKind, question: Question): Verdict {
  const { verb, subresource } = question.attributes;
  if (verb !== 'get') return noOpinion('can only get individual resources of this type');
  return subresource === '' ? mayIfRelated(kind, question) : noOpinion('cannot get subresource');
}

/** Reading one object, by watching it too. */
function mayRead(kind: RelatedKind, question: Question): Verdict {
  const { verb, subresource, namespace } = question.attributes;
  if (!['get', 'list', 'watch'].includes(verb)) return noOpinion('can only read resources of this type');
  if (subresource !== '') return noOpinion('cannot read subresource');
  if (namespace === '') return noOpinion('can only read namespaced object of this type');
  return mayIfRelated(kind, question);
}

function decideClaim(question: Question): Verdict {
  const { verb, subresource } = question.attributes;
  if (subresource !== 'status') return mayGet('persistentvolumeclaim', question);
  return verb === 'update' || verb === 'patch'
    ? mayIfRelated('persistentvolumeclaim', question)
    : noOpinion('can only get/update/patch this type');
}

function decideServiceAccount(question: Question): Verdict {
  const { verb, subresource, name } = question.attributes;
  if (verb === 'get' && subresource === '') return mayGet('serviceaccount', question);
  if (verb !== 'create' || name === '') return noOpinion('can only create tokens for individual service accounts');
  return subresource === 'token'
    ? mayIfRelated('serviceaccount', question)
    : noOpinion('can only create token subresource of serviceaccount');
}

/** Verbs on the objects that a node has one of, under its own name. At a create the name is not known yet. */
const OWN_OBJECT_VERBS = ['get', 'create', 'update', 'patch', 'delete'];

function decideLease({ attributes: { verb, namespace, name }, node }: Question): Verdict {
  if (!OWN_OBJECT_VERBS.includes(verb)) return noOpinion('can only get, create, update, patch, or delete a node lease');
  if (namespace !== 'kube-node-lease')
    return noOpinion('can only access leases in the "kube-node-lease" system namespace');
  return verb === 'create' || name === node
    ? ALLOWED
    : noOpinion('can only access node lease with the same name as the requesting node');
}

function decideCsiNode({ attributes: { verb, subresource, name }, node }: Question): Verdict {
  if (!OWN_OBJECT_VERBS.includes(verb)) return noOpinion('can only get, create, update, patch, or delete a CSINode');
  if (subresource !== '') return noOpinion('cannot authorize CSINode subresources');
  return verb === 'create' || name === node
    ? ALLOWED
    : noOpinion('can only access CSINode with the same name as the requesting node');
}

function decideResourceSlice(question: Question): Verdict {
  const { verb, subresource, fieldSelector } = question.attributes;
  if (subresource !== '') return noOpinion('cannot authorize ResourceSlice subresources');
  switch (verb) {
    case 'create':
      return ALLOWED;
    case 'get':
    case 'update':
    case 'patch':
    case 'delete':
      return mayIfRelated('resourceslice', question);
    case 'watch':
    case 'list':
    case 'deletecollection':
      return selects(fieldSelector, { field: 'spec.nodeName', value: question.node })
        ? ALLOWED
        : noOpinion('can only list/watch/deletecollection resourceslices with nodeName field selector');
    default:
      return noOpinion(
        'only the following verbs are allowed for a ResourceSlice: get, watch, list, create, update, patch, delete, deletecollection',
      );
  }
}

function decideNode({ attributes: { verb, subresource, name }, node }: Question): Verdict {
  if (subresource === 'status') return verb === 'update' || verb === 'patch' ? ALLOWED : NO_OPINION;
  if (subresource !== '') return NO_OPINION;
  if (['create', 'update', 'patch'].includes(verb)) return ALLOWED;
  if (!['get', 'list', 'watch'].includes(verb)) return NO_OPINION;
  // By name, not by relation: a kubelet looks for its Node before it has made it.
  if (name === node) return ALLOWED;
  return name === ''
    ? noOpinion(`node '${node}' cannot read all nodes, only its own Node object`)
    : noOpinion(`node '${node}' cannot read '${name}', only its own Node object`);
}

function decidePod(question: Question): Verdict {
  const { verb, subresource, name, fieldSelector } = question.attributes;
  if (subresource === 'status') return verb === 'update' || verb === 'patch' ? ALLOWED : NO_OPINION;
  if (subresource === 'eviction') return verb === 'create' ? ALLOWED : NO_OPINION;
  if (subresource !== '') return NO_OPINION;
  switch (verb) {
    case 'get':
      return mayGet('pod', question);
    case 'list':
    case 'watch':
      if (selects(fieldSelector, { field: 'spec.nodeName', value: question.node })) return ALLOWED;
      return name === ''
        ? noOpinion('can only list/watch pods with spec.nodeName field selector')
        : mayIfRelated('pod', question);
    case 'create':
    case 'delete':
      return ALLOWED;
    default:
      return NO_OPINION;
  }
}

function selects(
  selector: readonly SelectorRequirement[] | undefined,
  { field, value }: { field: string; value: string },
): boolean {
  return (selector ?? []).some(({ key, operator, values }) => key === field && operator === '=' && values[0] === value);
}
