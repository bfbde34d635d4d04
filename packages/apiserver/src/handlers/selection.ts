/** Which objects of a collection a request wants: its label and field selectors as one test on entries. */
import { badRequest, parseFieldSelector, parseLabelSelector, SelectorError } from '@wherry/api';
import type { KubeObject, Resource } from '@wherry/api/resources';
import { asKubeObject } from '../registry/object-text.ts';
import { fromStored, type ServedResource } from '../registry/served-resource.ts';
import type { FieldValue } from '../storage/cache/field-index.ts';

export interface Selecting {
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
export function selectionOf(query: URLSearchParams, served: ServedResource, indexed: IndexedFields): Selecting {
  const tests: Test[] = [];
  const all: Test[] = [];
  const labels = query.get('labelSelector') ?? '';
  if (labels !== '') {
    const selector = parsed(() => parseLabelSelector(labels));
    tests.push(({ metadata }) => selector.matches(metadata.labels ?? {}));
  }
  all.push(...tests);
  let field: FieldValue | undefined;
  for (const { field: name, operator, value } of fieldRequirements(query)) {
    const valueOf = fieldReader(served.resource, name);
    const equal = operator !== '!=';
    const test: Test = (object) => (valueOf(object) === value) === equal;
    all.push(test);
    if (equal && field === undefined && indexed.has(served.prefix, name)) field = { name, value };
    else tests.push(test);
  }
  return { field, where: allOf(tests, served), matches: allOf(all, served) };
}

function allOf(tests: readonly Test[], served: ServedResource): EntryTest | undefined {
  if (tests.length === 0) return undefined;
  return (entry) => {
    const object = fromStored(served, asKubeObject(entry.object));
    return tests.every((test) => test(object));
  };
}

function fieldRequirements(query: URLSearchParams) {
  const text = query.get('fieldSelector') ?? '';
  return text === '' ? [] : parsed(() => parseFieldSelector(text)).requirements;
}

function fieldReader({ namespaced, selectableFields }: Resource, name: string): (object: KubeObject) => string {
  if (name === 'metadata.name') return ({ metadata }) => metadata.name ?? '';
  if (name === 'metadata.namespace' && namespaced) return ({ metadata }) => metadata.namespace ?? '';
  const own = selectableFields.find((selectable) => selectable.name === name);
  if (own !== undefined) return (object) => own.value(object);
  // Kinds without fields of their own answer in the generic words.
  throw badRequest(
    selectableFields.length === 0
      ? `"${name}" is not a known field selector: only "metadata.name", "metadata.namespace"`
      : `field label not supported: ${name}`,
  );
}

function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof SelectorError) throw badRequest(error.message);
    throw error;
  }
}
