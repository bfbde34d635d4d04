/**
 * Putting a cluster into somebody's kubeconfig, and taking it out again. Pure: text in, text out; comments, order and
 * everything that is not ours stay as they are.
 */
import { type Document, isMap, isSeq, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml';

/** A cluster's entries: they all have the cluster's name. */
export interface Entries {
  readonly name: string;
  /** As the kubeconfig's `cluster` and `user` have them. */
  readonly cluster: Readonly<Record<string, unknown>>;
  readonly user: Readonly<Record<string, unknown>>;
}

/** A file that cannot be read as a kubeconfig, and so is left alone. */
export class UnreadableKubeconfig extends Error {
  override readonly name = 'UnreadableKubeconfig';
}

const lists = ['clusters', 'users', 'contexts'] as const;

/**
 * The first entries of a kubeconfig, under another name.
 * @param server where the cluster is found, in place of what the kubeconfig says
 * @throws UnreadableKubeconfig
 */
export function entriesOf(
  kubeconfig: string,
  { name, server }: { readonly name: string; readonly server?: string },
): Entries {
  const document = open(kubeconfig);
  const first = (list: string, key: string): Record<string, unknown> => {
    const value: unknown = document.getIn([list, 0, key]);
    if (!isMap(value)) throw new UnreadableKubeconfig(`it has no ${key}`);
    return value.toJSON() as Record<string, unknown>;
  };
  const cluster = { ...first('clusters', 'cluster'), ...(server === undefined ? {} : { server }) };
  return { name, cluster, user: first('users', 'user') };
}

/** A kubeconfig of nothing but this cluster. */
export function wholeKubeconfig(entries: Entries): string {
  return addEntries(undefined, entries).text;
}

/**
 * Adds a cluster and makes it the current context.
 * @param text undefined or empty for a file that is not there
 * @throws UnreadableKubeconfig
 */
export function addEntries(text: string | undefined, entries: Entries): { text: string; previousContext: string } {
  const document = open(text?.trim() ? text : 'apiVersion: v1\nkind: Config\n');
  const { name, cluster, user } = entries;
  const previous: unknown = document.get('current-context');
  put(document, 'clusters', { name, cluster });
  put(document, 'users', { name, user });
  // Whoever works in a namespace of their own goes on doing so.
  put(document, 'contexts', { name, context: { cluster: name, user: name, ...namespaceOf(document, name) } });
  document.set('current-context', name);
  return { text: print(document), previousContext: typeof previous === 'string' ? previous : '' };
}

/**
 * Takes a cluster out again. When it is the current context, the one before it becomes so, if it is still there.
 * @throws UnreadableKubeconfig
 */
export function removeEntries(
  text: string,
  { name, previousContext }: { name: string; previousContext: string },
): string {
  const document = open(text);
  for (const list of lists) {
    const items = document.get(list);
    if (isSeq(items)) items.items = items.items.filter((item) => nameOf(item) !== name);
  }
  if (document.get('current-context') === name) {
    const contexts = document.get('contexts');
    const isThere = isSeq(contexts) && contexts.items.some((item) => nameOf(item) === previousContext);
    document.set('current-context', isThere ? previousContext : '');
  }
  return print(document);
}

function open(text: string): Document {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error !== undefined) throw new UnreadableKubeconfig(error.message.split('\n', 1)[0] ?? '');
  if (!isMap(document.contents)) throw new UnreadableKubeconfig('it is no map');
  return document;
}

/** Replaces the entry with the same name where it stands, or adds one at the end. */
function put(document: Document, list: (typeof lists)[number], entry: Readonly<Record<string, unknown>>): void {
  if (!isSeq(document.get(list))) document.set(list, document.createNode([]));
  // Made sure of in the line above.
  const items = document.get(list) as YAMLSeq;
  items.flow = false;
  const node: YAMLMap = document.createNode(entry);
  const index = items.items.findIndex((item) => nameOf(item) === entry['name']);
  if (index < 0) items.add(node);
  else items.items[index] = node;
}

function namespaceOf(document: Document, name: string): { namespace?: unknown } {
  const contexts = document.get('contexts');
  const context = isSeq(contexts) ? contexts.items.find((item) => nameOf(item) === name) : undefined;
  const namespace: unknown = isMap(context) ? context.getIn(['context', 'namespace']) : undefined;
  return namespace === undefined ? {} : { namespace };
}

const nameOf = (item: unknown): unknown => (isMap(item) ? item.get('name') : undefined);

const print = (document: Document): string => document.toString({ lineWidth: 0 });
