/**
 * Reviews of access (authorization.k8s.io/v1): may somebody do something, may I, and what may I do at all.
 */
import { badRequest, FieldError } from '@wherry/api';
import { type Attributes, pathAttributes, resourceAttributes, type SelectorRequirement } from './attributes.ts';
import { type Authorizer, formatAggregate } from './authorize.ts';
import { nodeIdentity } from './node-identity.ts';
import { type RuleResolver } from './rbac/rule-resolver.ts';
import { type UserInfo } from './user.ts';

interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

/** A selector of a review: in its string form or taken apart. */
export interface SelectorAttributes {
  readonly rawSelector?: string;
  readonly requirements?: readonly Requirement[];
}

export interface ReviewedResource {
  readonly namespace?: string;
  readonly verb?: string;
  readonly group?: string;
  readonly version?: string;
  readonly resource?: string;
  readonly subresource?: string;
  readonly name?: string;
  readonly fieldSelector?: SelectorAttributes;
  readonly labelSelector?: SelectorAttributes;
}

/** What is asked. */
export interface SelfAccessReviewSpec {
  readonly resourceAttributes?: ReviewedResource;
  readonly nonResourceAttributes?: { readonly path?: string; readonly verb?: string };
}

/** What is asked, about whom. */
export interface AccessReviewSpec extends SelfAccessReviewSpec {
  readonly user?: string;
  readonly groups?: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
  readonly uid?: string;
}

export interface AccessReviewStatus {
  allowed: boolean;
  denied?: boolean;
  reason?: string;
  evaluationError?: string;
}

/** Reads selectors in their string form, for reviews that carry one; throws for a malformed one. */
export interface SelectorParser {
  fieldSelector(text: string): readonly SelectorRequirement[];
  labelSelector(text: string): readonly SelectorRequirement[];
}

/** Answers a SubjectAccessReview or LocalSubjectAccessReview. */
export function reviewAccess(
  spec: AccessReviewSpec,
  { authorizer, parser }: { authorizer: Authorizer; parser: SelectorParser },
): AccessReviewStatus {
  const { user = '', uid, groups = [], extra = {} } = spec;
  const subject: UserInfo = { name: user, ...(uid === undefined ? {} : { uid }), groups, extra };
  return reviewSelfAccess(spec, { user: subject, authorizer, parser });
}

/** Answers a SelfSubjectAccessReview. */
export function reviewSelfAccess(
  spec: SelfAccessReviewSpec,
  { user, authorizer, parser }: { user: UserInfo; authorizer: Authorizer; parser: SelectorParser },
): AccessReviewStatus {
  const { attributes, errors } = reviewedAttributes(spec, { user, parser });
  const { decision, reason, error } = authorizer.authorize(attributes);
  const problems = formatAggregate([...(error === undefined ? [] : [error]), ...errors]);
  return {
    allowed: decision === 'allow',
    ...(decision === 'deny' ? { denied: true } : {}),
    ...(reason === '' ? {} : { reason }),
    ...(problems === '' ? {} : { evaluationError: problems }),
  };
}

/** What is wrong with a SubjectAccessReview's spec. `self` reviews name no subject. */
export function validateAccessReview(spec: AccessReviewSpec, { self }: { self: boolean }): FieldError[] {
  const { resourceAttributes: resource, nonResourceAttributes: path, user = '', groups = [] } = spec;
  const faults: FieldError[] = [];
  if (resource !== undefined && path !== undefined) {
    const message = 'cannot be specified in combination with resourceAttributes';
    faults.push(FieldError.invalid('spec.nonResourceAttributes', path, message));
  }
  if (resource === undefined && path === undefined) {
    const message = 'exactly one of nonResourceAttributes or resourceAttributes must be specified';
    faults.push(FieldError.invalid('spec.resourceAttributes', null, message));
  }
  if (!self && user === '' && groups.length === 0) {
    faults.push(FieldError.invalid('spec.user', '', 'at least one of user or group must be specified'));
  }
  return faults;
}

/** What more is wrong with a LocalSubjectAccessReview of this namespace. */
export function validateLocalAccessReview(spec: AccessReviewSpec, namespace: string): FieldError[] {
  const faults = validateAccessReview(spec, { self: false });
  const asked = spec.resourceAttributes?.namespace ?? '';
  if (spec.resourceAttributes !== undefined && asked !== namespace) {
    faults.push(FieldError.invalid('spec.resourceAttributes.namespace', asked, 'must match metadata.namespace'));
  }
  if (spec.nonResourceAttributes !== undefined) {
    const message = 'disallowed on this kind of request';
    faults.push(FieldError.invalid('spec.nonResourceAttributes', spec.nonResourceAttributes, message));
  }
  return faults;
}

export interface RulesReviewStatus {
  resourceRules: { verbs: string[]; apiGroups?: string[]; resources?: string[]; resourceNames?: string[] }[];
  nonResourceRules: { verbs: string[]; nonResourceURLs?: string[] }[];
  /** There may be more than is listed. */
  incomplete: boolean;
  evaluationError?: string;
}

/**
 * Answers a SelfSubjectRulesReview: what the user may do in a namespace, as far as rules say it.
 *
 * @throws StatusError 400 without a namespace.
 */
export function reviewRules(
  namespace: string,
  { user, resolver }: { user: UserInfo; resolver: RuleResolver },
): RulesReviewStatus {
  if (namespace === '') throw badRequest('no namespace on request');
  const scopes = [resolver.clusterRules(user), resolver.namespaceRules(user, namespace)];
  const status: RulesReviewStatus = { resourceRules: [], nonResourceRules: [], incomplete: false };
  for (const { rule } of scopes.flatMap(({ rules }) => rules)) {
    const { verbs, apiGroups, resources, resourceNames, nonResourceURLs } = rule;
    if (resources?.length) {
      status.resourceRules.push({
        verbs: [...verbs],
        ...(apiGroups?.length ? { apiGroups: [...apiGroups] } : {}),
        resources: [...resources],
        ...(resourceNames?.length ? { resourceNames: [...resourceNames] } : {}),
      });
    }
    if (nonResourceURLs?.length) {
      status.nonResourceRules.push({ verbs: [...verbs], nonResourceURLs: [...nonResourceURLs] });
    }
  }
  const isNode = nodeIdentity(user).isNode;
  const nodeError = isNode ? ['node authorizer does not support user rule resolution'] : [];
  const problems = formatAggregate([...nodeError, ...scopes.flatMap(({ errors }) => errors)]);
  return { ...status, incomplete: isNode, ...(problems === '' ? {} : { evaluationError: problems }) };
}

function reviewedAttributes(
  { resourceAttributes: resource, nonResourceAttributes: path }: SelfAccessReviewSpec,
  { user, parser }: { user: UserInfo; parser: SelectorParser },
): { attributes: Attributes; errors: string[] } {
  if (resource === undefined) {
    return { attributes: pathAttributes({ user, verb: path?.verb ?? '', path: path?.path ?? '' }), errors: [] };
  }
  const { verb = '', group = '', version = '*', subresource = '', namespace = '', name = '' } = resource;
  const fields = readSelector(resource.fieldSelector, (text) => parser.fieldSelector(text));
  const labels = readSelector(resource.labelSelector, (text) => parser.labelSelector(text));
  const attributes = resourceAttributes({
    user,
    verb,
    group,
    version: version === '' ? '*' : version,
    resource: resource.resource ?? '',
    subresource,
    namespace,
    name,
    ...(fields.requirements.length === 0 ? {} : { fieldSelector: fields.requirements }),
    ...(labels.requirements.length === 0 ? {} : { labelSelector: labels.requirements }),
  });
  return { attributes, errors: [...fields.errors, ...labels.errors] };
}

/** A selector that cannot be read is left out: the decision is then about more than was asked, never about less. */
function readSelector(
  selector: SelectorAttributes | undefined,
  parse: (text: string) => readonly SelectorRequirement[],
): { requirements: readonly SelectorRequirement[]; errors: string[] } {
  if (selector === undefined) return { requirements: [], errors: [] };
  if (selector.rawSelector !== undefined && selector.rawSelector !== '') {
    try {
      return { requirements: parse(selector.rawSelector), errors: [] };
    } catch (error) {
      return { requirements: [], errors: [error instanceof Error ? error.message : String(error)] };
    }
  }
  const errors: string[] = [];
  const requirements = (selector.requirements ?? []).flatMap((requirement): SelectorRequirement[] => {
    const read = readRequirement(requirement);
    if (read === undefined) errors.push(`${JSON.stringify(requirement.operator)} is not a valid selector operator`);
    return read === undefined ? [] : [read];
  });
  return { requirements, errors };
}

function readRequirement({ key, operator, values = [] }: Requirement): SelectorRequirement | undefined {
  const [value, ...more] = values;
  switch (operator) {
    case 'In':
      return value !== undefined && more.length === 0
        ? { key, operator: '=', values: [value] }
        : { key, operator: 'in', values };
    case 'NotIn':
      return value !== undefined && more.length === 0
        ? { key, operator: '!=', values: [value] }
        : { key, operator: 'notin', values };
    case 'Exists':
      return { key, operator: 'exists', values: [] };
    case 'DoesNotExist':
      return { key, operator: '!', values: [] };
    default:
      return undefined;
  }
}
