import {
  MutatingWebhookConfigurations,
  ValidatingAdmissionPolicies,
  ValidatingAdmissionPolicyBindings,
  ValidatingWebhookConfigurations,
  type ParamRef,
} from '@wherry/api/admissionregistration-v1';
import type { ObjectMeta } from '@wherry/api/meta-v1';
import { formatAge } from './age.ts';
import { ageColumn, column, nameColumn } from './columns.ts';
import { tableFor, type TableColumns, type TableEntry } from './table-columns.ts';

const webhooks: TableColumns<{ metadata: ObjectMeta; webhooks?: unknown[] }> = {
  columns: [nameColumn, column('Webhooks', 'Number of webhooks.', 'integer'), ageColumn],
  cells: ({ metadata, webhooks = [] }, now) => [
    metadata.name ?? '',
    webhooks.length,
    formatAge(metadata.creationTimestamp, now),
  ],
};

/** How the kinds of this group are shown. */
export const tables: readonly TableEntry[] = [
  tableFor(MutatingWebhookConfigurations, webhooks),
  tableFor(ValidatingWebhookConfigurations, webhooks),
  tableFor(ValidatingAdmissionPolicies, {
    columns: [
      nameColumn,
      column('Validations', 'Number of things that must be true.', 'integer'),
      column('ParamKind', 'Kind of the parameters.'),
      ageColumn,
    ],
    cells: ({ metadata, spec: { validations = [], paramKind } }, now) => [
      metadata.name ?? '',
      validations.length,
      paramKind === undefined ? '<unset>' : `${paramKind.apiVersion ?? ''}/${paramKind.kind ?? ''}`,
      formatAge(metadata.creationTimestamp, now),
    ],
  }),
  tableFor(ValidatingAdmissionPolicyBindings, {
    columns: [
      nameColumn,
      column('PolicyName', 'Policy that is applied.'),
      column('ParamRef', 'Objects that the parameters are taken from.'),
      ageColumn,
    ],
    cells: ({ metadata, spec }, now) => [
      metadata.name ?? '',
      spec.policyName ?? '',
      spec.paramRef === undefined ? '<unset>' : parameters(spec.paramRef),
      formatAge(metadata.creationTimestamp, now),
    ],
  }),
];

// From here nobody can tell whether the kind has namespaces, so that a missing one shows as any.
function parameters({ name = '', namespace = '', selector }: ParamRef): string {
  if (name !== '') return `${namespace === '' ? '*' : namespace}/${name}`;
  return selector === undefined ? '<unset>' : JSON.stringify(selector);
}
