/**
 * Keys that belong to an object and are written in the same transaction: the cluster IPs and node ports of a Service.
 * Because a claim is a key that must not exist yet, no address can be handed out twice, whoever crashes when.
 */
import type { KubeObject } from '@wherry/api/resources';
import type { Put } from '../storage/storage.ts';

export interface ClaimPlan {
  /** Created; the transaction fails when one of these keys exists. */
  readonly takes: readonly Put[];
  /** Deleted. */
  readonly frees: readonly string[];
}

export interface ClaimContext {
  /** Keys that turned out to be taken in earlier attempts of the same request. */
  readonly taken: ReadonlySet<string>;
  readonly dryRun: boolean;
}

export interface Claims<T extends KubeObject> {
  /**
   * Chooses what the object does not ask for by itself and writes the choice into it, then says which keys change.
   * `object` is undefined when `old` is deleted, `old` when `object` is created.
   * @throws StatusError 422 when something asked for is taken or out of range, 500 when nothing is left
   */
  plan(
    change: { readonly object?: T; readonly old?: Readonly<T> },
    context: ClaimContext,
  ): Promise<ClaimPlan> | ClaimPlan;
}
