/**
 * The nftables objects of one table as data: what stands in the kernel, or shall stand there. Two of these are compared
 * to find the transaction that leads from one to the other.
 */

/** A chain with its rules, in order. */
export interface Chain {
  readonly name: string;
  /** `type nat hook prerouting priority dstnat; policy accept;` for base chains. */
  readonly hook?: string;
  readonly rules: readonly string[];
}

/** A map or set with its elements: the key's text, and for maps the verdict. */
export interface Collection {
  readonly kind: 'map' | 'set';
  readonly name: string;
  /** `type ipv4_addr . inet_proto . inet_service : verdict;` */
  readonly definition: string;
  readonly elements: ReadonlyMap<string, string>;
  /** The kernel fills it itself (affinity): its elements are not ours to compare. */
  readonly isDynamic: boolean;
}

export interface Ruleset {
  readonly family: 'ip' | 'ip6';
  readonly table: string;
  readonly chains: ReadonlyMap<string, Chain>;
  readonly collections: ReadonlyMap<string, Collection>;
}

/** The whole ruleset as one transaction that replaces whatever stood in the table. */
export function writeWhole(ruleset: Ruleset): string {
  const { family, table } = ruleset;
  const empty: Ruleset = { family, table, chains: new Map(), collections: new Map() };
  // Added first, so that there is something to delete.
  return [`add table ${family} ${table}`, `delete table ${family} ${table}`, `add table ${family} ${table}`]
    .concat(changes(empty, ruleset))
    .join('\n')
    .concat('\n');
}

/**
 * The transaction that leads from one ruleset to another; empty when they are the same.
 * The order matters to the kernel: what is referred to must be there, what is deleted must not be referred to.
 */
export function writeDifference(from: Ruleset, to: Ruleset): string {
  const lines = changes(from, to);
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

function changes(from: Ruleset, to: Ruleset): string[] {
  const at = `${to.family} ${to.table}`;
  const goneChains = [...from.chains.keys()].filter((name) => !to.chains.has(name));
  const goneCollections = [...from.collections.values()].filter(({ name }) => !to.collections.has(name));
  return [
    ...[...to.collections.values()]
      .filter(({ name }) => !from.collections.has(name))
      .map((added) => addCollection(at, added)),
    ...[...to.chains.values()].filter(({ name }) => !from.chains.has(name)).map((added) => addChain(at, added)),
    ...[...to.chains.values()].flatMap((chain) => fillChain(at, { chain, before: from.chains.get(chain.name) })),
    ...[...to.collections.values()].flatMap((wanted) =>
      changeElements(at, { wanted, before: from.collections.get(wanted.name) }),
    ),
    // Elements and rules that pointed to them are gone by now.
    ...goneCollections.filter(({ isDynamic }) => !isDynamic).map(({ kind, name }) => `delete ${kind} ${at} ${name}`),
    ...goneChains.map((name) => `flush chain ${at} ${name}`),
    ...goneChains.map((name) => `delete chain ${at} ${name}`),
    ...goneCollections.filter(({ isDynamic }) => isDynamic).map(({ kind, name }) => `delete ${kind} ${at} ${name}`),
  ];
}

const addCollection = (at: string, { kind, name, definition }: Collection): string =>
  `add ${kind} ${at} ${name} { ${definition} }`;

const addChain = (at: string, { name, hook }: Chain): string =>
  `add chain ${at} ${name}${hook === undefined ? '' : ` { ${hook} }`}`;

function fillChain(at: string, { chain, before }: { chain: Chain; before: Chain | undefined }): string[] {
  if (before !== undefined && before.rules.join('\n') === chain.rules.join('\n')) return [];
  const flush = before === undefined ? [] : [`flush chain ${at} ${chain.name}`];
  return [...flush, ...chain.rules.map((rule) => `add rule ${at} ${chain.name} ${rule}`)];
}

function changeElements(
  at: string,
  { wanted, before }: { wanted: Collection; before: Collection | undefined },
): string[] {
  if (wanted.isDynamic) return [];
  const present = before?.elements ?? new Map<string, string>();
  const gone = [...present].filter(([key, value]) => wanted.elements.get(key) !== value);
  const added = [...wanted.elements].filter(([key, value]) => present.get(key) !== value);
  const text = ([key, value]: readonly [string, string]): string => (wanted.kind === 'map' ? `${key} : ${value}` : key);
  return [
    ...(gone.length === 0 ? [] : [`delete element ${at} ${wanted.name} { ${gone.map(([key]) => key).join(', ')} }`]),
    ...(added.length === 0 ? [] : [`add element ${at} ${wanted.name} { ${added.map(text).join(', ')} }`]),
  ];
}
