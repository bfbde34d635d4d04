/** Writes a decided change: the object and the keys that it claims, in one transaction, or only as if for a dry run. */
import { internalError } from '@wherry/api';
import type { KubeObject } from '@wherry/api/resources';
import type { Compare, StoredItem } from '../storage/storage.ts';
import { textAtRevision } from '../storage/stored-text.ts';
import type { ClaimPlan } from './claims.ts';
import type { RegistryContext, Written } from './context.ts';
import { textToStore } from './object-text.ts';
import type { ServedResource } from './served-resource.ts';

export interface Change {
  readonly served: ServedResource;
  readonly key: string;
  /** The revision that the decision was made on; 0 when there was nothing. */
  readonly expected: number;
  /** In stored form; undefined to delete. */
  readonly object?: KubeObject;
  readonly old?: Readonly<KubeObject>;
  readonly dryRun: boolean;
}

export type Outcome =
  | { readonly ok: true; readonly written: Written }
  /** Someone else was there first: what stands there now. */
  | { readonly ok: false; readonly current: StoredItem | undefined };

const NO_CLAIMS: ClaimPlan = { takes: [], frees: [] };

/** How often other choices are tried when a chosen claim turns out to be taken. */
const CLAIM_ATTEMPTS = 32;

/** @throws what the storage and the claims throw */
export async function commit(context: RegistryContext, decided: Change): Promise<Outcome> {
  const taken = new Set<string>();
  for (let attempt = 0; attempt < CLAIM_ATTEMPTS; attempt += 1) {
    const change = untouched(decided);
    const claims = await planClaims(change, taken);
    const text = change.object === undefined ? undefined : textToStore(change.served, change.object);
    if (change.dryRun) return dryRun(context, { change, text });
    const takes = claims.takes.map(({ key }): Compare => ({ key, revision: 0 }));
    const result = await context.storage.txn({
      compare: [{ key: change.key, revision: change.expected }, ...takes],
      puts: [...(text === undefined ? [] : [{ key: change.key, value: text }]), ...claims.takes],
      deletes: [...(text === undefined ? [change.key] : []), ...claims.frees],
    });
    if (result.ok) return { ok: true, written: asWritten(change, { text, revision: result.revision }) };
    const [current, ...claimed] = result.current;
    if ((current?.revision ?? 0) !== change.expected) return { ok: false, current };
    for (const item of claimed) if (item !== undefined) taken.add(item.key);
  }
  throw internalError(new Error(`cannot find free addresses or ports for ${decided.key}`));
}

/** Claims write what they choose into the object; another attempt must not take that for the client's wish. */
function untouched(change: Change): Change {
  if (change.object === undefined || change.served.stored.claims === undefined) return change;
  return { ...change, object: structuredClone(change.object) };
}

async function planClaims({ served, object, old, dryRun }: Change, taken: ReadonlySet<string>): Promise<ClaimPlan> {
  const { claims } = served.stored;
  if (claims === undefined) return NO_CLAIMS;
  const change = { ...(object === undefined ? {} : { object }), ...(old === undefined ? {} : { old }) };
  return claims.plan(change, { taken, dryRun });
}

async function dryRun(
  { storage }: RegistryContext,
  { change, text }: { readonly change: Change; readonly text: string | undefined },
): Promise<Outcome> {
  const { item } = await storage.get(change.key);
  if ((item?.revision ?? 0) !== change.expected) return { ok: false, current: item };
  return { ok: true, written: asWritten(change, { text, revision: change.expected }) };
}

function asWritten(
  { object, old, served }: Change,
  { text, revision }: { readonly text: string | undefined; readonly revision: number },
): Written {
  // What was deleted is shown as it last was, at the revision of its deletion.
  const last = object ?? old;
  if (last === undefined) throw new Error('Cannot commit a change without an object: neither new nor old is given');
  // A new object that was only tried out has no revision.
  if (revision === 0) return { object: last, text: text ?? '', revision };
  const metadata = { ...last.metadata, resourceVersion: String(revision) };
  const stored = Buffer.from(text ?? textToStore(served, last));
  return { object: { ...last, metadata }, text: textAtRevision(stored, revision), revision };
}
