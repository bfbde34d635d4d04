/**
 * Paths by which a definition names a field of its objects: `.spec.color`, `.metadata.labels['app']`.
 * (https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#field-path)
 */
import { additionalPropertiesOf, type Props } from './sub-schemas.ts';

/** The field that a path names, as the names that lead to it, and its schema. */
export interface FoundField {
  readonly names: readonly string[];
  readonly schema: Props;
}

/** A quoted text, a delimiter, or what stands between delimiters. */
const TOKEN = /'(?:[^']|(?<=\\)')*(?<!\\)'|'[^]*$|[.[\]]|[^.[\]]+/g;

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  "'": "'",
  '\\': '\\',
};

/** Follows a path into a schema. What is wrong with the path comes back as a text. */
export function findField(path: string, schema: Props, options: { subscripts: boolean }): FoundField | string {
  const tokens = path.match(TOKEN) ?? [];
  const names: string[] = [];
  let found = schema;
  for (let at = 0; at < tokens.length;) {
    const step = readStep(tokens.slice(at), options);
    if (typeof step === 'string') return step;
    const next = fieldOf(found, step.name);
    if (next === undefined) return 'does not refer to a valid field';
    if (step.problem !== undefined) return step.problem;
    names.push(step.name);
    found = next;
    at += step.length;
  }
  return { names, schema: found };
}

interface Step {
  readonly name: string;
  /** Of how many tokens the step is made. */
  readonly length: number;
  /** What is wrong after the name, once the name is known to be right. */
  readonly problem?: string;
}

function readStep(tokens: readonly string[], options: { subscripts: boolean }): Step | string {
  const [delimiter = '', name, end] = tokens;
  if (delimiter === '.') return name === undefined ? 'unexpected end of JSON path' : { name, length: 2 };
  if (delimiter !== '[') return `expected [ or . but got: ${delimiter}`;
  if (!options.subscripts) return 'array notation is not allowed';
  if (name === undefined) return 'unexpected end of JSON path';
  if (!/^'[^]*'$/.test(name)) return `expected single quoted string but got ${name}`;
  const [wrong] = [...name.slice(1, -1).matchAll(/\\(.)/gs)].filter(([, letter = '']) => !(letter in ESCAPES));
  if (wrong !== undefined) return `invalid string literal: invalid escape char ${wrong[0]}`;
  const text = name.slice(1, -1).replace(/\\(.)/gs, (_, letter: string) => ESCAPES[letter] ?? letter);
  if (end === ']') return { name: text, length: 3 };
  const problem = end === undefined ? 'unexpected end of JSON path' : `expected ] but got ${end}`;
  return { name: text, length: 2, problem };
}

function fieldOf(schema: Props, name: string): Props | undefined {
  const { properties = {} } = schema;
  if (Object.keys(properties).length === 0) return additionalPropertiesOf(schema);
  return Object.hasOwn(properties, name) ? properties[name] : undefined;
}
