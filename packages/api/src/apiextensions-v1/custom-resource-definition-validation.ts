/**
 * What must be true of the definition of a custom resource. The messages name fields as Kubernetes does, which is not
 * always where they stand: what all versions have in common is named as if the spec itself had it.
 */
import { validateImmutableField, validateRequiredChoice } from '../meta-v1/field-rules.ts';
import { validateDns1123Subdomain } from '../names/dns-names.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';
import { validateApproval } from './api-approval-validation.ts';
import { hasReadableCaBundle, validateConversion } from './conversion-validation.ts';
import type { CustomResourceDefinition, CustomResourceDefinitionSpec } from './custom-resource-definition.ts';
import { validateNames, validateRequiredNames } from './definition-names-validation.ts';
import { withSharedFields } from './shared-fields.ts';
import { allSchemas } from './sub-schemas.ts';
import { validateShared, validateVersions, validateVersionSet } from './versions-validation.ts';

type Definition = Readonly<CustomResourceDefinition>;
type Spec = Readonly<CustomResourceDefinitionSpec>;

const SPEC = FieldPath.of('spec');

/** Everything wrong with a new definition. */
export function validateDefinition(definition: Definition): FieldError[] {
  const { metadata, spec } = definition;
  const { name = '' } = metadata ?? {};
  return [
    ...(name === `${spec.names.plural}.${spec.group}`
      ? []
      : [FieldError.invalid('metadata.name', name, 'must be spec.names.plural+"."+spec.group')]),
    // The certificates of a webhook may follow later, until the resource is established.
    ...validateWhole(definition, { checksCertificates: false }),
  ];
}

/** Everything wrong with a changed definition. */
export function validateDefinitionUpdate(definition: Definition, old: Definition): FieldError[] {
  const { spec } = definition;
  const oldConfig = old.spec.conversion?.webhook?.clientConfig ?? {};
  const isFixed = isEstablished(old);
  const checksCertificates = isFixed && hasReadableCaBundle(oldConfig);
  return [
    ...validateWhole(definition, { checksCertificates }),
    ...(isFixed
      ? [
          ...validateImmutableField(SPEC.child('scope'), { now: spec.scope, before: old.spec.scope }),
          ...validateImmutableField(SPEC.child('names', 'kind'), { now: spec.names.kind, before: old.spec.names.kind }),
        ]
      : []),
    ...validateImmutableField(SPEC.child('group'), { now: spec.group, before: old.spec.group }),
    ...validateImmutableField(SPEC.child('names', 'plural'), {
      now: spec.names.plural,
      before: old.spec.names.plural,
    }),
  ];
}

/** Everything wrong with the status: with the names in use. */
export function validateDefinitionStatus({ status }: Definition): FieldError[] {
  const { acceptedNames } = status ?? {};
  return acceptedNames === undefined ? [] : validateNames(FieldPath.of('status', 'acceptedNames'), acceptedNames);
}

function isEstablished({ status }: Definition): boolean {
  return (status?.conditions ?? []).some(
    (condition) => condition.type === 'Established' && condition.status === 'True',
  );
}

function validateWhole(definition: Definition, options: { checksCertificates: boolean }): FieldError[] {
  const { spec } = definition;
  return [
    ...validateSpec(spec, options),
    ...validateDefinitionStatus(definition),
    ...validateStoredVersions(definition),
    ...validateApproval(definition),
    ...(spec.preserveUnknownFields === true
      ? [
          FieldError.invalid(
            SPEC.child('preserveUnknownFields'),
            true,
            'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead',
          ),
        ]
      : []),
  ];
}

function validateSpec(spec: Spec, { checksCertificates }: { checksCertificates: boolean }): FieldError[] {
  const { group, scope, names, conversion } = spec;
  const { shared, versions } = withSharedFields(spec.versions);
  const hasStatus = spec.versions.some(({ subresources }) => subresources?.status !== undefined);
  return [
    ...validateGroup(group),
    ...validateRequiredChoice(SPEC.child('scope'), scope, ['Cluster', 'Namespaced']),
    ...validateSchemasGiven(spec),
    ...validateVersions(SPEC.child('versions'), versions, shared),
    ...validateVersionSet(SPEC, versions),
    ...validateRequiredNames(SPEC.child('names'), names),
    ...validateNames(SPEC.child('names'), names),
    ...validateShared(SPEC, shared, { hasStatus }),
    ...validateUnknownFieldsWithConversion(spec),
    ...(conversion === undefined
      ? []
      : validateConversion(SPEC.child('conversion'), conversion, { checksCertificates })),
  ];
}

function validateGroup(group: string): FieldError[] {
  const at = SPEC.child('group');
  if (group === '') return [FieldError.required(at)];
  const messages = validateDns1123Subdomain(group);
  if (messages.length > 0) return [FieldError.invalid(at, group, messages.join(','))];
  return group.includes('.') ? [] : [FieldError.invalid(at, group, 'should be a domain with at least one dot')];
}

function validateSchemasGiven({ versions, preserveUnknownFields = false }: Spec): FieldError[] {
  const schemas = versions.map(({ schema }) => schema?.openAPIV3Schema);
  const hasDefaults = schemas
    .filter((schema) => schema !== undefined)
    .flatMap(allSchemas)
    .some((schema) => schema.default !== undefined);
  return [
    ...schemas.flatMap((schema, position) =>
      schema === undefined
        ? [FieldError.required(SPEC.child('versions').index(position).child('schema', 'openAPIV3Schema'))]
        : [],
    ),
    ...(hasDefaults && preserveUnknownFields
      ? [
          FieldError.invalid(
            SPEC.child('preserveUnknownFields'),
            true,
            'must be false in order to use defaults in the schema',
          ),
        ]
      : []),
  ];
}

function validateUnknownFieldsWithConversion({ conversion, preserveUnknownFields = false }: Spec): FieldError[] {
  if (!preserveUnknownFields || conversion === undefined || conversion.strategy === 'None') return [];
  const detail = 'must be None if spec.preserveUnknownFields is true';
  return [FieldError.invalid(SPEC.child('conversion', 'strategy'), conversion.strategy, detail)];
}

function validateStoredVersions({ spec, status }: Definition): FieldError[] {
  const at = FieldPath.of('status', 'storedVersions');
  const storedVersions = status?.storedVersions ?? [];
  if (storedVersions.length === 0) return [FieldError.invalid(at, null, 'must have at least one stored version')];
  const known = spec.versions.map(({ name }) => name);
  const missing = spec.versions.filter(({ name, storage }) => storage && !storedVersions.includes(name));
  return [
    ...missing.map(({ name }) => FieldError.invalid(at, storedVersions, `must have the storage version ${name}`)),
    ...storedVersions.flatMap((version, position) =>
      known.includes(version)
        ? []
        : [
            FieldError.invalid(
              at.index(position),
              version,
              `missing from spec.versions; ${version} was previously a storage version, and must remain in ` +
                'spec.versions until a storage migration ensures no data remains persisted in ' +
                `${version} and removes ${version} from status.storedVersions`,
            ),
          ],
    ),
  ];
}
