import { silentLog } from '@wherry/component';
import { describe, expect, it } from 'vitest';
import { NftError } from './nft-command.ts';
import { rulesKeeper } from './rules-keeper.ts';
import type { Ruleset } from './ruleset.ts';

const ruleset = (...rules: string[]): Ruleset => ({
  family: 'ip',
  table: 't',
  chains: new Map([['c', { name: 'c', rules }]]),
  collections: new Map(),
});

/** A kernel that writes down its transactions and refuses when it is told to. */
function kernel() {
  const transactions: string[] = [];
  const state = { refuses: false };
  const nft = (transaction: string): Promise<void> => {
    if (state.refuses) {
      state.refuses = false;
      return Promise.reject(new NftError('refused'));
    }
    transactions.push(transaction);
    return Promise.resolve();
  };
  return { transactions, state, keeper: rulesKeeper({ nft, log: silentLog }) };
}

describe('rulesKeeper', () => {
  it('replaces the whole table at first, and then writes differences only', async () => {
    const { keeper, transactions } = kernel();
    expect(await keeper.keep(ruleset('accept'))).toBe('rewritten');
    expect(await keeper.keep(ruleset('accept'))).toBe('unchanged');
    expect(await keeper.keep(ruleset('drop'))).toBe('changed');
    expect(transactions).toEqual([
      'add table ip t\ndelete table ip t\nadd table ip t\nadd chain ip t c\nadd rule ip t c accept\n',
      'flush chain ip t c\nadd rule ip t c drop\n',
    ]);
  });

  it('writes everything anew when the kernel does not take a difference', async () => {
    const { keeper, transactions, state } = kernel();
    await keeper.keep(ruleset('accept'));
    state.refuses = true;
    expect(await keeper.keep(ruleset('drop'))).toBe('rewritten');
    expect(transactions.at(-1)).toContain('delete table ip t');
  });

  it('writes everything anew after a failure, too', async () => {
    const { keeper, state } = kernel();
    state.refuses = true;
    await expect(keeper.keep(ruleset('accept'))).rejects.toThrow(NftError);
    expect(await keeper.keep(ruleset('accept'))).toBe('rewritten');
  });
});
