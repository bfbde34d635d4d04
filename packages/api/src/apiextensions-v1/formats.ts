/** Formats of strings that custom resources are held to. Others are let pass, with a warning. */
import type { CustomResourceDefinition } from './custom-resource-definition.ts';
import { allSchemas } from './sub-schemas.ts';

type Definition = Readonly<CustomResourceDefinition>;

/** Dashes do not count. */
const FORMATS: ReadonlySet<string> = new Set(
  [
    'bsonobjectid uri email hostname ipv4 ipv6 cidr mac uuid uuid3 uuid4 uuid5 isbn isbn10 isbn13 creditcard ssn',
    'hexcolor rgbcolor byte password date duration datetime k8sshortname k8slongname',
  ].flatMap((line) => line.split(' ')),
);

/** Warnings about unknown formats; on updates only about those that are new. */
export function warnOfFormats(definition: Definition, old?: Definition): string[] {
  const before = old === undefined ? [] : unknownFormats(old);
  return unknownFormats(definition)
    .filter((format) => !before.includes(format))
    .map((format) => `unrecognized format ${JSON.stringify(format)}`);
}

function unknownFormats({ spec }: Definition): string[] {
  const schemas = spec.versions.flatMap(({ schema }) => schema?.openAPIV3Schema ?? []);
  // What versions have in common is named once.
  const formats = schemas
    .flatMap(allSchemas)
    .flatMap(({ type, format = '' }) => (type === 'string' && format !== '' ? [format] : []))
    .filter((format) => !FORMATS.has(format.replaceAll('-', '')));
  return [...new Set(formats)];
}
