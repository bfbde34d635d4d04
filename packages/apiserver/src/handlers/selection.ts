/**
 * Which objects of a collection a request wants: its label and field selectors as one test on entries, and how far
 * they narrow where to look.
 */
import { badRequest, parseFieldSelector, parseLabelSelector, SelectorError, type FieldMatcher } from '@wherry/api';
import type { KubeObject, Resource } from '@wherry/api/resources';
import { asKubeObject } from '../registry/object-text.ts';
import { fromStored, keyOf, type ServedResource } from '../registry/served-resource.ts';
import { namespacePrefix } from '../storage/object-key.ts';
import type { FieldValue } from '../storage/cache/field-index.ts';
import { isPathSegment } from './path-segment.ts';
import { prefixOfRequest, type Scope } from './scope.ts';

export interface Selecting {
  /** Where to look: what the keys of all wanted objects start with. */
  readonly prefix: string;
  /** The one key that is wanted, when the selector names an object. */
  readonly key: string | undefined;
  /** A field that is indexed and must have one value. */
  readonly field: FieldValue | undefined;
  /** What must hold beyond the indexed field; undefined when nothing must. */
  readonly where: EntryTest | undefined;
  /** What must hold altogether; undefined when every object is wanted. */
  readonly matches: EntryTest | undefined;
}

export type EntryTest = (entry: { readonly object: object }) => boolean;

/** The fields that the cache finds objects by, by the prefix of their resource. */
export interface IndexedFields {
  has(prefix: string, field: string): boolean;
}

type Test = (object: KubeObject) => boolean;

/** @throws StatusError 400 for a selector that does not parse or names a field that cannot be selected by */
export function selectionOf(scope: Scope, indexed: IndexedFields): Selecting {
  const { info, served } = scope;
  const fields = fieldSelector(scope);
  const tests = labelTests(info.query);
  const all = [...tests];
  let field: FieldValue | undefined;
  for (const { field: name, operator, value } of fields?.requirements ?? []) {
    const valueOf = fieldReader(served.resource, name);
    const equal = operator !== '!=';
    const test: Test = (object) => (valueOf(object) === value) === equal;
    all.push(test);
    if (equal && field === undefined && indexed.has(served.prefix, name)) field = { name, value };
    else tests.push(test);
  }
  const { prefix, key } = narrowed(scope, fields);
  return {
    prefix,
    key,
    // A field is looked up among the many; of one object it is read.
    field: key === undefined ? field : undefined,
    where: allOf(key === undefined ? tests : all, served),
    matches: allOf(all, served),
  };
}

function labelTests(query: URLSearchParams): Test[] {
  const labels = query.get('labelSelector') ?? '';
  if (labels === '') return [];
  const selector = parsed(() => parseLabelSelector(labels));
  return selector.isEmpty() ? [] : [({ metadata }) => selector.matches(metadata.labels ?? {})];
}

/** The name of the path counts like one in the selector: `/watch/namespaces/x/pods/y` watches one pod. */
function fieldSelector({ info }: Scope): FieldMatcher | undefined {
  const text = info.query.get('fieldSelector') ?? '';
  const fields = text === '' ? undefined : parsed(() => parseFieldSelector(text));
  if (info.name === '' || info.verb === 'deletecollection') return fields;
  if (fields === undefined || fields.isEmpty()) return parseFieldSelector(`metadata.name=${info.name}`);
  if (fields.exactValue('metadata.name') === info.name) return fields;
  throw badRequest("fieldSelector metadata.name doesn't match requested name");
}

/** A selector that names the object or its namespace need not look at any others. */
function narrowed(scope: Scope, fields: FieldMatcher | undefined): { prefix: string; key: string | undefined } {
  const { info, served } = scope;
  const { namespaced } = served.resource;
  const name = fields?.exactValue('metadata.name') ?? '';
  const namespace = info.namespace === '' ? (fields?.exactValue('metadata.namespace') ?? '') : info.namespace;
  const hasNamespace = !namespaced || isPathSegment(namespace);
  const prefix = namespaced && hasNamespace ? namespacePrefix(served.stored.name, namespace) : prefixOfRequest(scope);
  const key = hasNamespace && isPathSegment(name) ? keyOf(served, { namespace, name }) : undefined;
  return { prefix, key };
}

function allOf(tests: readonly Test[], served: ServedResource): EntryTest | undefined {
  if (tests.length === 0) return undefined;
  return (entry) => {
    const object = fromStored(served, asKubeObject(entry.object));
    return tests.every((test) => test(object));
  };
}

function fieldReader(resource: Resource, name: string): (object: KubeObject) => string {
  if (name === 'metadata.name') return ({ metadata }) => metadata.name ?? '';
  if (name === 'metadata.namespace' && resource.namespaced) return ({ metadata }) => metadata.namespace ?? '';
  const own = resource.selectableFields.find((selectable) => selectable.name === name);
  if (own !== undefined) return (object) => own.value(object);
  throw badRequest(unsupportedField(resource, name));
}

/** Kinds without fields of their own answer in the generic words, and two in words of their own. */
function unsupportedField({ selectableFields, group, version, kind }: Resource, name: string): string {
  if (selectableFields.length === 0) {
    return `"${name}" is not a known field selector: only "metadata.name", "metadata.namespace"`;
  }
  switch (`${group} ${kind}`) {
    case 'batch Job':
      return `field label "${name}" not supported for batchv1.Job`;
    case 'resource.k8s.io ResourceSlice':
      return `field label not supported for ${group}/${version}, Kind=${kind}: ${name}`;
    default:
      return `field label not supported: ${name}`;
  }
}

function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof SelectorError) throw badRequest(error.message);
    throw error;
  }
}
