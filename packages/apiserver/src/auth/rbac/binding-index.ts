/**
 * Bindings by whom they are for. With it, finding what a user may do costs as much as the user has bindings, not as
 * much as the cluster has.
 */
import { serviceAccountUser } from '../service-account-name.ts';
import { type UserInfo } from '../user.ts';
import { type RoleBinding, type Subject } from './policy.ts';

/** A binding, and the first of its subjects that a user is. */
export interface Grant {
  readonly binding: RoleBinding;
  readonly subject: Subject;
}

interface Entry extends Grant {
  readonly position: number;
}

/** Looks bindings up by user. */
export interface BindingIndex {
  /** The bindings for this user, in the order in which they were indexed, each once. */
  grantsFor(user: UserInfo): Grant[];
}

/** Indexes the bindings of one namespace, or (namespace empty) the cluster's. */
export function indexBindings(bindings: Iterable<RoleBinding>, namespace: string): BindingIndex {
  const users = new Map<string, Entry[]>();
  const groups = new Map<string, Entry[]>();
  let position = 0;
  for (const binding of bindings) {
    for (const subject of binding.subjects ?? []) {
      const entry = { binding, subject, position };
      if (subject.kind === 'Group') add(groups, subject.name, entry);
      else add(users, userOf(subject, namespace), entry);
    }
    position++;
  }
  return { grantsFor: (user) => firstOfEach(entriesFor(user, { users, groups })) };
}

function add(map: Map<string, Entry[]>, key: string | undefined, entry: Entry): void {
  if (key === undefined) return;
  const entries = map.get(key);
  if (entries === undefined) map.set(key, [entry]);
  else entries.push(entry);
}

function userOf({ kind, name, namespace = '' }: Subject, bindingNamespace: string): string | undefined {
  if (kind === 'User') return name;
  if (kind !== 'ServiceAccount') return undefined;
  const home = namespace === '' ? bindingNamespace : namespace;
  return home === '' ? undefined : serviceAccountUser({ namespace: home, name });
}

function entriesFor(
  user: UserInfo,
  { users, groups }: { users: ReadonlyMap<string, Entry[]>; groups: ReadonlyMap<string, Entry[]> },
): Entry[] {
  const entries = [...(users.get(user.name) ?? [])];
  for (const group of user.groups) entries.push(...(groups.get(group) ?? []));
  return entries;
}

function firstOfEach(entries: readonly Entry[]): Grant[] {
  const byPosition = new Map<number, Entry>();
  for (const entry of entries) if (!byPosition.has(entry.position)) byPosition.set(entry.position, entry);
  return [...byPosition.values()].toSorted((one, other) => one.position - other.position);
}
