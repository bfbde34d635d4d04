/** The rules for LimitRanges: known resources, and bounds that leave room for the defaults. */
import type { LimitRange, LimitRangeItem } from './limit-range.ts';
import { allowsOvercommit } from './resource-name.ts';
import { validateContainerResourceName, validateResourceName } from './resource-requirements-validation.ts';
import { invalidFor } from '../meta-v1/field-rules.ts';
import { validateQualifiedName } from '../names/label-syntax.ts';
import { Quantity } from '../scalars/quantity.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';
import { entryOf } from '../schema/entry-of.ts';

const LIMITS = FieldPath.of('spec', 'limits');
const KNOWN_TYPES = ['Pod', 'Container', 'PersistentVolumeClaim'];
const ONE = Quantity.of(1);
/** Above this, thousandths do not fit in 64 bits. */
const MAX_WITH_THOUSANDTHS = (2n ** 63n - 1n) / 1000n;

type Bound = 'max' | 'min' | 'default' | 'defaultRequest' | 'maxLimitRequestRatio';

/** Everything wrong with a LimitRange. */
export function validateLimitRange({ spec }: Readonly<LimitRange>): FieldError[] {
  const types = new Set<string>();
  return spec.limits.flatMap((item, index) => {
    const path = LIMITS.index(index);
    const errors = validateType(path.child('type'), item.type);
    if (types.has(item.type)) {
      errors.push(FieldError.duplicate(path.child('type'), item.type));
    }
    types.add(item.type);
    return [...errors, ...validateItem(path, item)];
  });
}

function validateType(path: FieldPath, type: string): FieldError[] {
  const errors = invalidFor(path, type, validateQualifiedName(type));
  if (errors.length > 0 || type.includes('/') || KNOWN_TYPES.includes(type)) {
    return errors;
  }
  return [FieldError.invalid(path, type, 'must be a standard limit type or fully qualified')];
}

function validateItem(path: FieldPath, item: LimitRangeItem): FieldError[] {
  const used: readonly Bound[] =
    item.type === 'Pod'
      ? ['max', 'min', 'maxLimitRequestRatio']
      : ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'];
  const errors = used.slice(0, -1).flatMap((bound) => validateNames(path, item, bound));
  if (item.type === 'Pod') {
    for (const bound of ['default', 'defaultRequest'] as const) {
      if (Object.keys(item[bound] ?? {}).length > 0) {
        errors.push(FieldError.forbidden(path.child(bound), "may not be specified when `type` is 'Pod'"));
      }
    }
  }
  const isClaim = item.type === 'PersistentVolumeClaim';
  if (isClaim && item.min?.['storage'] === undefined && item.max?.['storage'] === undefined) {
    const detail = 'either minimum or maximum storage value is required, but neither was provided';
    errors.push(FieldError.required(path.child('limits'), detail));
  }
  errors.push(...validateNames(path, item, 'maxLimitRequestRatio'));
  const resources = new Set(used.flatMap((bound) => Object.keys(item[bound] ?? {})));
  return [...errors, ...[...resources].flatMap((resource) => validateBounds(path, { item, used, resource }))];
}

function validateNames(path: FieldPath, item: LimitRangeItem, bound: Bound): FieldError[] {
  const isForContainers = item.type === 'Pod' || item.type === 'Container';
  const rule = isForContainers ? validateContainerResourceName : validateResourceName;
  return Object.keys(item[bound] ?? {}).flatMap((name) => rule(name, path.child(bound).key(name)));
}

function validateBounds(
  path: FieldPath,
  { item, used, resource }: { item: LimitRangeItem; used: readonly Bound[]; resource: string },
): FieldError[] {
  const amount = (bound: Bound): Quantity | undefined => {
    const text = used.includes(bound) ? entryOf(item[bound], resource) : undefined;
    return text === undefined ? undefined : Quantity.parse(text);
  };
  const amounts = {
    min: amount('min'),
    max: amount('max'),
    limit: amount('default'),
    request: amount('defaultRequest'),
    ratio: amount('maxLimitRequestRatio'),
  };
  const errors = [
    ...validateOrder((bound) => path.child(bound).key(resource), amounts),
    ...validateRatio(path.child('maxLimitRequestRatio').key(resource), amounts),
  ];
  const { limit, request } = amounts;
  if (!allowsOvercommit(resource) && limit !== undefined && request !== undefined && !limit.equals(request)) {
    const detail = `default value ${limit.toString()} must equal to defaultRequest value ${request.toString()} in ${resource}`;
    errors.push(FieldError.invalid(path.child('defaultRequest').key(resource), request, detail));
  }
  return errors;
}

interface Amounts {
  readonly min: Quantity | undefined;
  readonly max: Quantity | undefined;
  readonly limit: Quantity | undefined;
  readonly request: Quantity | undefined;
  readonly ratio: Quantity | undefined;
}

function validateOrder(at: (bound: Bound) => FieldPath, { min, max, limit, request }: Amounts): FieldError[] {
  const errors: FieldError[] = [];
  const refuse = (bound: Bound, value: Quantity, detail: string): void => {
    errors.push(FieldError.invalid(at(bound), value, detail));
  };
  const exceeds = (a: Quantity, b: Quantity): boolean => a.compare(b) > 0;
  if (min && max && exceeds(min, max)) {
    refuse('min', min, `min value ${min.toString()} is greater than max value ${max.toString()}`);
  }
  if (request && min && exceeds(min, request)) {
    const detail = `min value ${min.toString()} is greater than default request value ${request.toString()}`;
    refuse('defaultRequest', request, detail);
  }
  if (request && max && exceeds(request, max)) {
    const detail = `default request value ${request.toString()} is greater than max value ${max.toString()}`;
    refuse('defaultRequest', request, detail);
  }
  if (request && limit && exceeds(request, limit)) {
    const detail = `default request value ${request.toString()} is greater than default limit value ${limit.toString()}`;
    refuse('defaultRequest', request, detail);
  }
  if (limit && min && exceeds(min, limit)) {
    refuse('default', min, `min value ${min.toString()} is greater than default value ${limit.toString()}`);
  }
  if (limit && max && exceeds(limit, max)) {
    refuse('default', max, `default value ${limit.toString()} is greater than max value ${max.toString()}`);
  }
  return errors;
}

function validateRatio(path: FieldPath, { min, max, ratio }: Amounts): FieldError[] {
  if (ratio === undefined) {
    return [];
  }
  const errors: FieldError[] = [];
  if (ratio.compare(ONE) < 0) {
    errors.push(FieldError.invalid(path, ratio, `ratio ${ratio.toString()} is less than 1`));
  }
  if (min !== undefined && max !== undefined) {
    const fits = [ratio, min, max].every((amount) => amount.value() < MAX_WITH_THOUSANDTHS);
    const given = fits ? Number(ratio.milliValue()) / 1000 : Number(ratio.value());
    const possible = fits
      ? Number(max.milliValue()) / Number(min.milliValue())
      : Number(max.value()) / Number(min.value());
    if (given > possible) {
      const detail = `ratio ${ratio.toString()} is greater than max/min = ${possible.toFixed(6)}`;
      errors.push(FieldError.invalid(path, ratio, detail));
    }
  }
  return errors;
}
