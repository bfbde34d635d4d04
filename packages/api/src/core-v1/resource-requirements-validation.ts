/** Rules for what containers and pods need. */
import {
  allowsOvercommit,
  hugePageSizeOf,
  isContainerResource,
  isExtendedResource,
  isHugePages,
  isIntegerResource,
  isNativeResource,
  isPodLevelResource,
  isStandardResource,
} from './resource-name.ts';
import type { ResourceClaim, ResourceRequirements } from './resource-requirements.ts';
import { invalidFor, NEGATIVE_MESSAGE } from '../meta-v1/field-rules.ts';
import { validateDns1123Label } from '../names/dns-names.ts';
import { validateQualifiedName } from '../names/label-syntax.ts';
import { Quantity } from '../scalars/quantity.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';
import { entryOf } from '../schema/entry-of.ts';

/** The name of a resource as such. */
export function validateResourceName(name: string, path: FieldPath): FieldError[] {
  const errors = invalidFor(path, name, validateQualifiedName(name));
  if (errors.length > 0 || name.includes('/') || isStandardResource(name)) return errors;
  return [FieldError.invalid(path, name, 'must be a standard resource type or fully qualified')];
}

/** The name of a resource that a container may ask for. */
export function validateContainerResourceName(name: string, path: FieldPath): FieldError[] {
  const errors = validateResourceName(name, path);
  if (!name.includes('/')) {
    if (!isContainerResource(name)) {
      errors.push(FieldError.invalid(path, name, 'must be a standard resource for containers'));
    }
  } else if (!isNativeResource(name) && !isExtendedResource(name)) {
    errors.push(FieldError.invalid(path, name, "doesn't follow extended resource name standard"));
  }
  return errors;
}

function validatePodResourceName(name: string, path: FieldPath): FieldError[] {
  const errors = validateResourceName(name, path);
  if (errors.length > 0 || isPodLevelResource(name)) return errors;
  return [FieldError.notSupported(path, name, ['cpu', 'hugepages-', 'memory'])];
}

/** An amount: not negative, and whole where there are only whole units. */
export function validateResourceQuantity(name: string, text: string, path: FieldPath): FieldError[] {
  const quantity = Quantity.parse(text);
  const errors = quantity.sign() < 0 ? [FieldError.invalid(path, text, NEGATIVE_MESSAGE)] : [];
  if (isIntegerResource(name) && quantity.milliValue() % 1000n !== 0n) {
    errors.push(FieldError.invalid(path, text, 'must be an integer'));
  }
  return errors;
}

export interface ResourceRules {
  readonly path: FieldPath;
  /** The claims that the pod declares. */
  readonly claimNames: readonly string[];
}

/** What one container needs. */
export function validateContainerResources(
  requirements: Readonly<ResourceRequirements>,
  rules: ResourceRules,
): FieldError[] {
  return validateRequirements(requirements, rules, validateContainerResourceName);
}

/** What a pod needs as a whole, by itself. */
export function validatePodLevelResources(
  requirements: Readonly<ResourceRequirements>,
  rules: ResourceRules,
): FieldError[] {
  return validateRequirements(requirements, rules, validatePodResourceName);
}

function validateRequirements(
  { limits = {}, requests = {}, claims = [] }: ResourceRequirements,
  { path, claimNames }: ResourceRules,
  validateName: (name: string, path: FieldPath) => FieldError[],
): FieldError[] {
  const errors: FieldError[] = [];
  for (const [name, text] of Object.entries(limits)) {
    const at = path.child('limits').key(name);
    errors.push(...validateName(name, at), ...validateResourceQuantity(name, text, at));
    errors.push(...validateHugePages(name, text, at));
  }
  for (const [name, text] of Object.entries(requests)) {
    const at = path.child('requests').key(name);
    errors.push(...validateName(name, at), ...validateResourceQuantity(name, text, at));
    errors.push(...validateRequestAgainstLimit(name, { request: text, limit: entryOf(limits, name) }, path));
    errors.push(...validateHugePages(name, text, at));
  }
  const names = [...Object.keys(limits), ...Object.keys(requests)];
  if (names.some(isHugePages) && !names.includes('cpu') && !names.includes('memory')) {
    errors.push(FieldError.forbidden(path, 'HugePages require cpu or memory'));
  }
  return [...errors, ...validateClaims(claims, claimNames, path.child('claims'))];
}

function validateRequestAgainstLimit(
  name: string,
  { request, limit }: { readonly request: string; readonly limit: string | undefined },
  path: FieldPath,
): FieldError[] {
  if (limit === undefined) {
    if (allowsOvercommit(name)) return [];
    return [FieldError.required(path.child('limits'), 'Limit must be set for non overcommitable resources')];
  }
  const order = Quantity.parse(request).compare(Quantity.parse(limit));
  const wrong = (rule: string): FieldError[] => [
    FieldError.invalid(path.child('requests'), request, `must be ${rule} ${name} limit of ${limit}`),
  ];
  if (order !== 0 && !allowsOvercommit(name)) return wrong('equal to');
  return order > 0 ? wrong('less than or equal to') : [];
}

function validateHugePages(name: string, text: string, path: FieldPath): FieldError[] {
  if (!isHugePages(name) || isWholePages(hugePageSizeOf(name), text)) return [];
  return [FieldError.invalid(path, text, `${text} is not positive integer multiple of ${name}`)];
}

function isWholePages(pageSize: string, text: string): boolean {
  let size: Quantity;
  try {
    size = Quantity.parse(pageSize);
  } catch {
    return false;
  }
  if (size.sign() <= 0 || size.milliValue() % 1000n !== 0n) return false;
  return Quantity.parse(text).value() % size.value() === 0n;
}

function validateClaims(claims: readonly ResourceClaim[], known: readonly string[], path: FieldPath): FieldError[] {
  const used = new Set<string>();
  return claims.flatMap(({ name, request = '' }, index) => {
    const at = path.index(index);
    if (name === '') return [FieldError.required(at)];
    const errors: FieldError[] = [];
    if (used.has(name)) {
      errors.push(FieldError.duplicate(at, name));
    } else {
      const key = request === '' ? name : `${name}/${request}`;
      if (request !== '') errors.push(...invalidFor(at.child('request'), request, validateDns1123Label(request)));
      if (used.has(key)) {
        errors.push(FieldError.duplicate(at, key));
      } else if (request === '') {
        const parts = [...used].filter((other) => other.startsWith(`${name}/`));
        errors.push(...parts.map(() => FieldError.duplicate(at, name)));
      }
      used.add(key);
    }
    if (!known.includes(name)) errors.push(unknownClaim(name, known, at));
    return errors;
  });
}

function unknownClaim(name: string, known: readonly string[], path: FieldPath): FieldError {
  const choice = known.length === 0 ? ' which is empty' : `: ${known.toSorted().join(', ')}`;
  return FieldError.notFound(path, name, `must be one of the names in pod.spec.resourceClaims${choice}`);
}
