/** Which requests a flow schema matches: the verbs, resources, namespaces and paths of its rules. */
import { nameIsDnsLabel } from '../names/object-names.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';
import type { NonResourcePolicyRule, PolicyRulesWithSubjects, ResourcePolicyRule } from './flow-schema.ts';
import { validateSubject } from './subject-validation.ts';

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'proxy', 'update', 'watch'];

/** At least one subject, and at least one rule of either sort. */
export function validatePolicyRules(path: FieldPath, rules: PolicyRulesWithSubjects): FieldError[] {
  const { subjects, resourceRules = [], nonResourceRules = [] } = rules;
  return [
    ...(subjects.length === 0
      ? [FieldError.required(path.child('subjects'), 'subjects must contain at least one value')]
      : subjects.flatMap((subject, at) => validateSubject(path.child('subjects').index(at), subject))),
    ...(resourceRules.length + nonResourceRules.length === 0
      ? [FieldError.required(path, 'at least one of resourceRules and nonResourceRules has to be non-empty')]
      : []),
    ...resourceRules.flatMap((rule, at) => validateResourceRule(path.child('resourceRules').index(at), rule)),
    ...nonResourceRules.flatMap((rule, at) => validateNonResourceRule(path.child('nonResourceRules').index(at), rule)),
  ];
}

function validateResourceRule(path: FieldPath, rule: ResourcePolicyRule): FieldError[] {
  return [
    ...validateVerbs(path.child('verbs'), rule.verbs),
    ...validateAllOrSome(path.child('apiGroups'), rule.apiGroups, {
      none: 'resource rules must supply at least one api group',
      others: 'api groups',
    }),
    ...validateAllOrSome(path.child('resources'), rule.resources, {
      none: 'resource rules must supply at least one resource',
      others: 'resources',
    }),
    ...validateNamespaces(path.child('namespaces'), rule),
  ];
}

function validateNonResourceRule(path: FieldPath, { verbs, nonResourceURLs }: NonResourcePolicyRule): FieldError[] {
  const urls = path.child('nonResourceURLs');
  const errors = validateAllOrSome(urls, nonResourceURLs, {
    none: 'nonResourceURLs must contain at least one value',
    others: 'non-resource URLs',
  });
  const paths = nonResourceURLs.includes('*') ? [] : nonResourceURLs;
  return [
    ...validateVerbs(path.child('verbs'), verbs),
    ...errors,
    ...paths.flatMap((url, position) => validateUrlPath(urls.index(position), url)),
  ];
}

function validateVerbs(path: FieldPath, verbs: readonly string[]): FieldError[] {
  const errors = validateAllOrSome(path, verbs, { none: 'verbs must contain at least one value', others: 'verbs' });
  const areKnown = verbs.includes('*') || verbs.every((verb) => VERBS.includes(verb));
  return areKnown ? errors : [FieldError.notSupported(path, verbs, VERBS)];
}

function validateAllOrSome(
  path: FieldPath,
  values: readonly string[],
  { none, others }: { readonly none: string; readonly others: string },
): FieldError[] {
  if (values.length === 0) return [FieldError.required(path, none)];
  return values.length > 1 && values.includes('*')
    ? [FieldError.invalid(path, values, `if '*' is present, must not specify other ${others}`)]
    : [];
}

function validateNamespaces(path: FieldPath, { namespaces, clusterScope = false }: ResourcePolicyRule): FieldError[] {
  if (namespaces.length === 0) {
    const detail = 'resource rules that are not cluster scoped must supply at least one namespace';
    return clusterScope ? [] : [FieldError.required(path, detail)];
  }
  if (namespaces.includes('*')) return validateAllOrSome(path, namespaces, { none: '', others: 'namespaces' });
  return namespaces.flatMap((namespace, position) =>
    nameIsDnsLabel(namespace).map((message) => {
      const detail = `each member of this list must be '*' or a DNS-1123 label; ${message}`;
      return FieldError.invalid(path.index(position), namespace, detail);
    }),
  );
}

function validateUrlPath(path: FieldPath, url: string): FieldError[] {
  const detail = urlPathProblem(url);
  return detail === undefined ? [] : [FieldError.invalid(path, url, detail)];
}

function urlPathProblem(url: string): string | undefined {
  if (url === '') return 'must not be empty';
  if (url === '/') return undefined;
  if (!url.startsWith('/')) return 'must start with slash';
  if (url.includes(' ')) return 'must not contain white-space';
  if (url.includes('//')) return 'must not contain double slash';
  const wildcards = url.split('*').length - 1;
  const isSuffix = wildcards === 1 && url.endsWith('/*');
  return wildcards === 0 || isSuffix ? undefined : 'wildcard can only do suffix matching';
}
