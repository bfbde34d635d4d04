/**
 * Keeps one table of the kernel as it shall be. Only what differs from the last state is written; when the kernel does
 * not take it (somebody has changed the table), everything is written anew.
 */
import type { Log } from '@wherry/component';
import { NftError, type Nft } from './nft-command.ts';
import { writeDifference, writeWhole, type Ruleset } from './ruleset.ts';

export interface RulesKeeper {
  /** Makes the table so. @throws NftError when the kernel does not take it even whole */
  keep(wanted: Ruleset): Promise<'unchanged' | 'changed' | 'rewritten'>;
}

export function rulesKeeper({ nft, log }: { readonly nft: Nft; readonly log: Log }): RulesKeeper {
  // Unknown at the start: what a former process left behind is replaced in one transaction, so that no packet sees a gap.
  let present: Ruleset | undefined;
  return {
    async keep(wanted) {
      if (present !== undefined) {
        const difference = writeDifference(present, wanted);
        if (difference === '') return 'unchanged';
        try {
          await nft(difference);
          present = wanted;
          return 'changed';
        } catch (error) {
          if (!(error instanceof NftError)) throw error;
          log.error('the rules are not as they were left, writing them anew', error);
        }
      }
      present = undefined;
      await nft(writeWhole(wanted));
      present = wanted;
      return 'rewritten';
    },
  };
}
