/** Whether a document is what its path takes, by the `apiVersion` and `kind` that it gives or leaves out. */
import { resourceTable } from '@wherry/api/resources';
import type { Expected } from './decode-body.ts';

/** What a document says that it is, with what it leaves out filled in. */
export interface GivenType {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** A document is something else than its path takes. The message is Kubernetes' own. */
export class WrongType extends Error {
  override readonly name = 'WrongType';
}

/** A document is of another version of the kind that its path takes. */
export class WrongVersion extends Error {
  override readonly name = 'WrongVersion';
}

/** It is not even clear what a document is. */
export class UnknownType extends Error {
  override readonly name = 'UnknownType';
}

const NOT_OBJECT =
  'of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';

/** @throws UnknownType */
export function givenType(document: unknown, expected: Expected): GivenType {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    // To Go, null is an empty object.
    if (document === null) return expected;
    throw new UnknownType(
      `couldn't get version/kind; json parse error: json: cannot unmarshal ${nameOf(document)} into Go value ${NOT_OBJECT}`,
    );
  }
  const kind = textField(document, 'kind');
  const { group, version } = groupVersion(textField(document, 'apiVersion'));
  const isUnversioned = version === '' && (group === '' || group === expected.group);
  return {
    kind: kind === '' ? expected.kind : kind,
    group: isUnversioned ? expected.group : group,
    version: isUnversioned ? expected.version : version,
  };
}

/** @throws WrongType or WrongVersion */
export function assertType(given: GivenType, expected: Expected): void {
  const { group, version, kind } = given;
  const versions = [expected.version, ...(expected.olderVersions ?? [])];
  if (kind === expected.kind && group === expected.group && versions.includes(version)) return;
  if (kind === expected.kind && isViewOfSame(given, expected)) {
    throw new WrongVersion(
      `the API version in the data (${apiVersion(given)}) does not match the expected API version (${apiVersion(expected)})`,
    );
  }
  if (!KNOWN.has(keyOf(given))) {
    throw new WrongType(
      `no kind "${kind}" is registered for version "${apiVersion(given)}" in scheme "pkg/api/legacyscheme/scheme.go:30"`,
    );
  }
  throw new WrongType(
    `converting (${version}.${kind}) to (${internalPackage(expected.group)}.${expected.kind}): unknown conversion`,
  );
}

const keyOf = ({ group, version, kind }: GivenType): string => `${group}/${version}/${kind}`;

const apiVersion = ({ group, version }: GivenType): string => (group === '' ? version : `${group}/${version}`);

/** Every kind that is served, by group and version. */
const KNOWN: ReadonlySet<string> = new Set(resourceTable.map(keyOf));

const storedKind = (given: GivenType) => {
  const found = resourceTable.find((resource) => keyOf(resource) === keyOf(given));
  return found?.view?.of ?? found;
};

function isViewOfSame(given: GivenType, expected: GivenType): boolean {
  const stored = storedKind(given);
  return stored !== undefined && stored === storedKind(expected);
}

/** Where Kubernetes keeps the types that all versions of a group are converted to. */
function internalPackage(group: string): string {
  return group === '' || group === 'events.k8s.io' ? 'core' : (group.split('.', 1)[0] ?? '');
}

/** @throws UnknownType */
function groupVersion(text: string): { readonly group: string; readonly version: string } {
  const parts = text.split('/');
  const [first = '', second] = parts;
  if (parts.length > 2) {
    throw new UnknownType(`unexpected GroupVersion string: ${text}`);
  }
  return second === undefined ? { group: '', version: first } : { group: first, version: second };
}

/** @throws UnknownType */
function textField(document: object, name: string): string {
  const value: unknown = Object.hasOwn(document, name) ? Reflect.get(document, name) : undefined;
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  throw new UnknownType(
    `couldn't get version/kind; json parse error: json: cannot unmarshal ${nameOf(value)} into Go struct field .${name} of type string`,
  );
}

function nameOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
