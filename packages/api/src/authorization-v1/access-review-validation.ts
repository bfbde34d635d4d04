/** What questions about access have to satisfy. */
import {
  validateFieldSelectorRequirement,
  validateLabelSelectorRequirement,
} from '../meta-v1/label-selector-validation.ts';
import type { ObjectMeta } from '../meta-v1/object-meta.ts';
import { semanticEqual } from '../meta-v1/semantic-equal.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';
import type { NonResourceAttributes, ResourceAttributes } from './attributes.ts';
import type { LocalSubjectAccessReview } from './local-subject-access-review.ts';
import type { SelfSubjectAccessReview } from './self-subject-access-review.ts';
import type { SubjectAccessReview } from './subject-access-review.ts';

const SPEC = FieldPath.of('spec');

/** Everything wrong with a question about a user. */
export function validateSubjectAccessReview({ metadata, spec }: Readonly<SubjectAccessReview>): FieldError[] {
  return [
    ...validateOneRequest(spec),
    ...validateSubject(spec),
    ...validateSelectors(spec),
    ...validateEmpty(metadata),
  ];
}

/** Everything wrong with a question about oneself. */
export function validateSelfSubjectAccessReview({ metadata, spec }: Readonly<SelfSubjectAccessReview>): FieldError[] {
  return [...validateOneRequest(spec), ...validateSelectors(spec), ...validateEmpty(metadata)];
}

/** Everything wrong with a question about a user within a namespace, which is asked about that namespace only. */
export function validateLocalSubjectAccessReview({ metadata, spec }: Readonly<LocalSubjectAccessReview>): FieldError[] {
  const { namespace = '', ...rest } = metadata;
  const { resourceAttributes, nonResourceAttributes } = spec;
  const asked = resourceAttributes?.namespace ?? '';
  return [
    ...validateOneRequest(spec),
    ...validateSubject(spec),
    ...validateSelectors(spec),
    ...validateEmpty(rest, ' except for namespace'),
    ...(resourceAttributes === undefined || asked === namespace
      ? []
      : [FieldError.invalid(SPEC.child('resourceAttributes', 'namespace'), asked, 'must match metadata.namespace')]),
    ...(nonResourceAttributes === undefined
      ? []
      : [
          FieldError.invalid(
            SPEC.child('nonResourceAttributes'),
            nonResourceAttributes,
            'disallowed on this kind of request',
          ),
        ]),
  ];
}

interface Asked {
  readonly resourceAttributes?: ResourceAttributes;
  readonly nonResourceAttributes?: NonResourceAttributes;
}

function validateOneRequest({ resourceAttributes, nonResourceAttributes }: Asked): FieldError[] {
  if (resourceAttributes !== undefined && nonResourceAttributes !== undefined) {
    const detail = 'cannot be specified in combination with resourceAttributes';
    return [FieldError.invalid(SPEC.child('nonResourceAttributes'), nonResourceAttributes, detail)];
  }
  if (resourceAttributes !== undefined || nonResourceAttributes !== undefined) return [];
  const detail = 'exactly one of nonResourceAttributes or resourceAttributes must be specified';
  return [FieldError.invalid(SPEC.child('resourceAttributes'), null, detail)];
}

function validateSubject({ user = '', groups = [] }: { user?: string; groups?: readonly string[] }): FieldError[] {
  return user === '' && groups.length === 0
    ? [FieldError.invalid(SPEC.child('user'), user, 'at least one of user or group must be specified')]
    : [];
}

function validateEmpty(metadata: Readonly<ObjectMeta>, exception = ''): FieldError[] {
  const { managedFields: _ignored, ...rest } = metadata;
  return semanticEqual(rest, {})
    ? []
    : [FieldError.invalid(FieldPath.of('metadata'), metadata, `must be empty${exception}`)];
}

// Clients of later releases may know more operators; authorizers treat what they do not know as no limit.
const LENIENT = { allowUnknownOperators: true };

function validateSelectors({ resourceAttributes }: Asked): FieldError[] {
  const path = SPEC.child('resourceAttributes');
  const { fieldSelector, labelSelector } = resourceAttributes ?? {};
  const fields = path.child('fieldSelector');
  const labels = path.child('labelSelector');
  return [
    ...validateSelector(fields, fieldSelector),
    ...(fieldSelector?.requirements ?? []).flatMap((requirement, position) =>
      validateFieldSelectorRequirement(fields.child('requirements').index(position), requirement, LENIENT),
    ),
    ...validateSelector(labels, labelSelector),
    ...(labelSelector?.requirements ?? []).flatMap((requirement, position) =>
      validateLabelSelectorRequirement(labels.child('requirements').index(position), requirement, LENIENT),
    ),
  ];
}

interface Selector {
  readonly rawSelector?: string;
  readonly requirements?: readonly unknown[];
}

function validateSelector(path: FieldPath, selector: Selector | undefined): FieldError[] {
  if (selector === undefined) return [];
  const { rawSelector = '', requirements = [] } = selector;
  if (rawSelector !== '' && requirements.length > 0) {
    const detail = 'may not specified at the same time as requirements';
    return [FieldError.invalid(path.child('rawSelector'), rawSelector, detail)];
  }
  if (rawSelector !== '' || requirements.length > 0) return [];
  const detail = `when ${path.toString()} is specified, requirements or rawSelector is required`;
  return [FieldError.required(path.child('requirements'), detail)];
}
