// Whether an object still says everything that its manifest says, whatever has been added to it.

/** Finds the element of a list that another list's element is about: by its key where there is one. */
const keys = ['name', 'mountPath', 'containerPort', 'port', 'ip', 'host', 'path'];

export interface ComparisonOptions {
  /** Other spellings that mean the same: `{ '1000m': '1' }`. @default none */
  readonly spellings?: Readonly<Record<string, string>>;
}

/** The paths of what a manifest says and an answer does not; empty when the answer says it all. */
export function missingFrom(answer: unknown, manifest: unknown, { spellings = {} }: ComparisonOptions = {}): string[] {
  const look = (actual: unknown, expected: unknown, path: string): string[] => {
    if (Array.isArray(expected)) {
      if (!Array.isArray(actual)) return [path];
      return expected.flatMap((element: unknown, index) =>
        look(counterpart(actual, { element, index }), element, `${path}[${index}]`),
      );
    }
    if (isRecord(expected)) {
      if (!isRecord(actual)) return [path];
      return Object.entries(expected).flatMap(([name, value]) =>
        look(actual[name], value, path === '' ? name : `${path}.${name}`),
      );
    }
    const same = actual === expected || (typeof expected === 'string' && actual === spellings[expected]);
    return same ? [] : [path];
  };
  return look(answer, manifest, '');
}

function counterpart(list: readonly unknown[], { element, index }: { element: unknown; index: number }): unknown {
  if (!isRecord(element)) return list[index];
  const key = keys.find((name) => element[name] !== undefined);
  if (key === undefined) return list[index];
  return list.find((candidate) => isRecord(candidate) && candidate[key] === element[key]);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
