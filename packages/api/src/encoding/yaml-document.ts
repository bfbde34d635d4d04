/**
 * From a YAML document's nodes to plain JSON values, as go-yaml v2 and sigs.k8s.io/yaml do it: keys become strings,
 * aliases are expanded, `<<` merges maps, and of keys that are set twice the last one holds.
 */
import { isAlias, isMap, isNode, isScalar, isSeq } from 'yaml';
import type { Alias, Node, Scalar, YAMLMap } from 'yaml';

import { goJson } from './go-json.ts';
import { YamlError } from './yaml-error.ts';
import { resolveScalar } from './yaml-scalar.ts';
import type { ScalarValue } from './yaml-scalar.ts';

export interface DocumentOptions {
  readonly maxDepth: number;
  /** The text that the nodes come from. */
  readonly text: string;
  /** The line, from 1, of a place in the text. */
  readonly lineAt: (offset: number) => number;
}

export interface DocumentValue {
  readonly value: unknown;
  /** `line 6: key "foo" already set in map` for each key that its map has already. */
  readonly duplicates: readonly string[];
}

// Below this many nodes nearly all may come from aliases, as go-yaml has it; above, hardly any honest text has aliases.
const MAX_FREE_ALIASED = 100;
const MAX_FREE_NODES = 1000;
const MAX_ALIASED_NODES = 100_000;
const MAX_ALIASED_SHARE = 0.99;

// Numbers that JavaScript writes in another way than YAML.
const KEY_NAMES: ReadonlyMap<unknown, string> = new Map([
  [Number.NaN, '.nan'],
  [Infinity, '.inf'],
  [-Infinity, '-.inf'],
]);

const NOTHING: ScalarValue = { type: 'null', value: null };

// As many as are reported of JSON; a hostile text could have a million.
const MAX_REPORTED = 100;

// A map under construction. The key carries its type: `1` and `"1"` are two keys to YAML, though one to JSON.
type Members = Map<string, { readonly name: string; readonly value: unknown }>;

/** @throws YamlError for aliases of nothing, of themselves or too many, for nesting too deep, and for odd keys */
export function documentValue(contents: Node | null, options: DocumentOptions): DocumentValue {
  const reader = new DocumentReader(options);
  return { value: reader.value(contents, 0), duplicates: reader.duplicates };
}

class DocumentReader {
  readonly duplicates: string[] = [];
  readonly #options: DocumentOptions;
  readonly #anchors = new Map<string, Node>();
  readonly #targets = new Map<Alias, Node>();
  readonly #openAliases = new Set<Alias>();
  readonly #unterminatedEnd: number;
  #nodes = 0;
  #aliasedNodes = 0;

  constructor(options: DocumentOptions) {
    this.#options = options;
    this.#unterminatedEnd = /[\r\n]$/.test(options.text) ? -1 : options.text.length;
  }

  value(node: Node | null, depth: number): unknown {
    this.#count(depth);
    if (isAlias(node)) {
      return this.#expand(node, (target) => this.value(target, depth + 1));
    }
    this.#register(node);
    if (isMap(node)) {
      const members: Members = new Map();
      this.#readMap(node, members, depth);
      return objectOf(members);
    }
    if (isSeq(node)) {
      return node.items.map((item) => this.value(asNode(item), depth + 1));
    }
    return isScalar(node) ? jsonScalar(this.#scalar(node)) : null;
  }

  #count(depth: number): void {
    if (depth > this.#options.maxDepth) {
      throw new YamlError(`yaml: exceeded max depth of ${this.#options.maxDepth}`);
    }
    this.#nodes++;
    this.#aliasedNodes += this.#openAliases.size > 0 ? 1 : 0;
    const isShareTooLarge =
      this.#aliasedNodes > MAX_FREE_ALIASED &&
      this.#nodes > MAX_FREE_NODES &&
      this.#aliasedNodes / this.#nodes > MAX_ALIASED_SHARE;
    if (isShareTooLarge || this.#aliasedNodes > MAX_ALIASED_NODES) {
      throw new YamlError('yaml: document contains excessive aliasing');
    }
  }

  // An anchor holds from where it stands; what an alias repeats was registered when it was read first.
  #register(node: Node | null): void {
    const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
    if (node !== null && anchor !== undefined && this.#openAliases.size === 0) {
      this.#anchors.set(anchor, node);
    }
  }

  #expand<T>(alias: Alias, read: (target: Node) => T): T {
    const target = this.#targets.get(alias) ?? this.#anchors.get(alias.source);
    if (target === undefined) {
      throw new YamlError(`yaml: unknown anchor '${alias.source}' referenced`);
    }
    if (this.#openAliases.has(alias)) {
      throw new YamlError(`yaml: anchor '${alias.source}' value contains itself`);
    }
    this.#targets.set(alias, target);
    this.#openAliases.add(alias);
    const value = read(target);
    this.#openAliases.delete(alias);
    return value;
  }

  #readMap(map: YAMLMap, members: Members, depth: number): void {
    for (const { key, value } of map.items) {
      const keyNode = asNode(key);
      const valueNode = asNode(value);
      if (isMergeKey(keyNode)) {
        this.#merge(valueNode, members, depth);
        continue;
      }
      const { identity, name, shown } = this.#key(keyNode, depth);
      if (members.has(identity) && this.duplicates.length < MAX_REPORTED) {
        const line = this.#options.lineAt(valueNode?.range?.[0] ?? keyNode?.range?.[1] ?? 0);
        this.duplicates.push(`line ${line}: key ${shown} already set in map`);
      }
      members.set(identity, { name, value: this.value(valueNode, depth + 1) });
    }
  }

  #merge(node: Node | null, members: Members, depth: number, isItem = false): void {
    this.#count(depth);
    if (isAlias(node)) {
      this.#expand(node, (target) => {
        this.#merge(isMap(target) ? target : null, members, depth + 1);
      });
    } else if (isMap(node)) {
      this.#register(node);
      this.#readMap(node, members, depth);
    } else if (isSeq(node) && !isItem) {
      // From the last, since earlier ones take precedence.
      for (const item of node.items.toReversed()) {
        this.#merge(asNode(item), members, depth + 1, true);
      }
    } else {
      throw new YamlError('yaml: map merge requires map or sequence of maps as the value');
    }
  }

  #key(node: Node | null, depth: number): { identity: string; name: string; shown: string } {
    const target = isAlias(node) ? this.#expand(node, (anchored): Node | null => anchored) : node;
    this.#count(depth + 1);
    this.#register(target);
    if (isMap(target) || isSeq(target)) {
      throw new YamlError('yaml: invalid map key: only text, numbers and booleans can be keys');
    }
    const { type, value } = isScalar(target) ? this.#scalar(target) : NOTHING;
    if (value === null) {
      throw new YamlError('yaml: unsupported map key of type: null');
    }
    const name = KEY_NAMES.get(value) ?? String(value);
    return { identity: `${type} ${name}`, name, shown: goJson(value) };
  }

  #scalar(node: Scalar): ScalarValue {
    const isPlain = node.type === 'PLAIN';
    const text = isPlain ? (node.source ?? '') : String(node.value);
    // A block's last line ends in a line break only if the text does.
    const isCutOff = node.type?.startsWith('BLOCK') === true && node.range?.[1] === this.#unterminatedEnd;
    return resolveScalar({ text: isCutOff ? text.replace(/\n$/, '') : text, isPlain, tag: node.tag });
  }
}

function asNode(value: unknown): Node | null {
  return isNode(value) ? value : null;
}

function isMergeKey(node: Node | null): boolean {
  return isScalar(node) && node.type === 'PLAIN' && node.tag === undefined && node.source === '<<';
}

function jsonScalar({ value }: ScalarValue): ScalarValue['value'] {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    const name = Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
    throw new YamlError(`json: unsupported value: ${name}`);
  }
  return value;
}

// Object.fromEntries defines properties, so that `__proto__` becomes an ordinary one.
function objectOf(members: Members): Record<string, unknown> {
  return Object.fromEntries([...members.values()].map(({ name, value }) => [name, value]));
}
