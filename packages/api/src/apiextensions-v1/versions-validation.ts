/** The versions of a custom resource, and what they have in common. */
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';
import type { CustomResourceDefinitionVersion } from './custom-resource-definition.ts';
import { invalidUnlessLabel } from './definition-names-validation.ts';
import { validateResourceSchema } from './resource-schema-validation.ts';
import { validateSelectableFields } from './selectable-fields-validation.ts';
import { shownVersions, type SharedFields } from './shared-fields.ts';
import { validateColumns, validateSubresources } from './simple-json-path-validation.ts';

type Version = Readonly<CustomResourceDefinitionVersion>;

const MAX_WARNING_BYTES = 256;

/** Everything wrong with each version by itself. */
export function validateVersions(path: FieldPath, versions: readonly Version[], shared: SharedFields): FieldError[] {
  return versions.flatMap((version, position) => {
    const at = path.index(position);
    const { name, schema, selectableFields = [] } = version;
    const { subresources = shared.subresources } = version;
    const openAPIV3Schema = schema?.openAPIV3Schema;
    const hasStatus = subresources?.status !== undefined;
    return [
      ...invalidUnlessLabel(at.child('name'), name),
      ...validateDeprecation(at.child('deprecationWarning'), version),
      ...(schema === undefined ? [] : validateResourceSchema(at.child('schema'), schema, { hasStatus })),
      ...(version.subresources === undefined
        ? []
        : validateSubresources(at.child('subresources'), version.subresources)),
      ...validateColumns(at.child('additionalPrinterColumns'), version.additionalPrinterColumns ?? []),
      ...validateFieldsOf(at.child('selectableFields'), {
        fields: selectableFields,
        schema: openAPIV3Schema,
        detail: 'may only be set when `version.schema.openAPIV3Schema` is not included',
      }),
    ];
  });
}

/** Everything wrong with what all versions have in common. `path` is that of the spec. */
export function validateShared(
  path: FieldPath,
  shared: SharedFields,
  { hasStatus }: { hasStatus: boolean },
): FieldError[] {
  const { schema, subresources, additionalPrinterColumns = [], selectableFields = [] } = shared;
  return [
    ...(schema === undefined ? [] : validateResourceSchema(path.child('validation'), schema, { hasStatus })),
    ...(subresources === undefined ? [] : validateSubresources(path.child('subresources'), subresources)),
    ...validateColumns(path.child('additionalPrinterColumns'), additionalPrinterColumns),
    ...validateFieldsOf(path.child('selectableFields'), {
      fields: selectableFields,
      schema: schema?.openAPIV3Schema,
      detail: 'may only be set when validations.schema is included',
    }),
  ];
}

function validateFieldsOf(
  at: FieldPath,
  {
    fields,
    schema,
    detail,
  }: {
    fields: NonNullable<Version['selectableFields']>;
    schema: NonNullable<Version['schema']>['openAPIV3Schema'];
    detail: string;
  },
): FieldError[] {
  if (fields.length === 0) return [];
  return schema === undefined ? [FieldError.invalid(at, '', detail)] : validateSelectableFields(at, fields, schema);
}

/** The versions as a whole: names that differ, and one of them in storage. `path` is that of the spec. */
export function validateVersionSet(path: FieldPath, versions: readonly Version[]): FieldError[] {
  const at = path.child('versions');
  const names = versions.map(({ name }) => name);
  const [first = ''] = names;
  return [
    ...(new Set(names).size < names.length
      ? [FieldError.invalid(at, shownVersions(versions), 'must contain unique version names')]
      : []),
    ...(versions.filter(({ storage }) => storage).length === 1
      ? []
      : [FieldError.invalid(at, shownVersions(versions), 'must have exactly one version marked as storage version')]),
    ...(first === '' ? [] : invalidUnlessLabel(path.child('version'), first)),
  ];
}

function validateDeprecation(at: FieldPath, { deprecated = false, deprecationWarning: text }: Version): FieldError[] {
  if (text === undefined) return [];
  if (!deprecated) return [FieldError.invalid(at, text, 'can only be set for deprecated versions')];
  const unprintable = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/u.exec(text);
  const position = unprintable === null ? 0 : Buffer.byteLength(text.slice(0, unprintable.index));
  const found = `non-printable character found at index ${position}`;
  const messages = [
    ...(Buffer.byteLength(text) > MAX_WARNING_BYTES ? ['must be <= 256 characters long'] : []),
    ...(text === '' ? ['must not be an empty string'] : []),
    ...(unprintable === null ? [] : [`must only contain printable UTF-8 characters; ${found}`]),
  ];
  return messages.map((message) => FieldError.invalid(at, text, message));
}
