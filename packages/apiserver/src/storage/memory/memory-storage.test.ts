import { releasing } from '@wherry/component';
import { describeStorage } from '../storage.contract.ts';
import { createMemoryStorage } from './memory-storage.ts';

describeStorage({
  name: 'memory',
  open: async () => ({ storage: createMemoryStorage(), running: releasing(() => undefined) }),
});
