import { silentLog } from '@wherry/component';
import { expect, it } from 'vitest';
import { nftablesPlane } from './nftables-plane.ts';

it('says when nothing was to be written', async () => {
  const written: string[] = [];
  const nft = (text: string): Promise<void> => Promise.resolve(void written.push(text));
  const plane = nftablesPlane({ nft, log: silentLog, podCidrs: ['10.244.0.0/16'], serviceCidrs: ['10.96.0.0/16'] });
  expect(await plane.carryOut([])).toBeUndefined();
  expect(written).toHaveLength(1);
  expect(await plane.carryOut([])).toBe('unchanged');
  expect(written).toHaveLength(1);
});
