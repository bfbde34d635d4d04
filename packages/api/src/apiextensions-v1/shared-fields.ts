/**
 * What a definition says of all its versions at once. Kubernetes keeps what all versions have in common in the spec
 * itself, as v1beta1 had it, and its messages say where things stand there.
 */
import { semanticEqual } from '../meta-v1/semantic-equal.ts';
import type { CustomResourceDefinitionVersion } from './custom-resource-definition.ts';

type Version = Readonly<CustomResourceDefinitionVersion>;

/** The fields of a version that can be said of all versions at once. */
export type SharedFields = Readonly<
  Partial<
    Pick<CustomResourceDefinitionVersion, 'schema' | 'subresources' | 'additionalPrinterColumns' | 'selectableFields'>
  >
>;

const SHARED = ['schema', 'subresources', 'additionalPrinterColumns', 'selectableFields'] as const;

/** Takes the fields that all versions have in common out of them. */
export function withSharedFields(versions: readonly Version[]): { shared: SharedFields; versions: Version[] } {
  const [first] = versions;
  if (first === undefined) return { shared: {}, versions: [] };
  const names = SHARED.filter((name) => versions.every((version) => semanticEqual(version[name], first[name])));
  const rest = versions.map((version) => without(version, names));
  return { shared: only(first, names), versions: rest };
}

function only(version: Version, names: readonly string[]): SharedFields {
  return Object.fromEntries(Object.entries(version).filter(([name]) => names.includes(name)));
}

function without(version: Version, names: readonly (typeof SHARED)[number][]): Version {
  const copy = { ...version };
  for (const name of names) delete copy[name];
  return copy;
}

/** Versions as messages show them: as Go spells its own fields. */
export function shownVersions(versions: readonly Version[]): unknown {
  const shown = versions.map((version) => ({
    Name: version.name,
    Served: version.served,
    Storage: version.storage,
    Deprecated: version.deprecated ?? false,
    DeprecationWarning: version.deprecationWarning ?? null,
    Schema: version.schema ?? null,
    Subresources: version.subresources ?? null,
    AdditionalPrinterColumns: version.additionalPrinterColumns ?? null,
    SelectableFields: version.selectableFields ?? null,
  }));
  return shown.length === 0 ? null : shown;
}
