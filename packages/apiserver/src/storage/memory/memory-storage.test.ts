import { fakeClock, releasing } from '@wherry/component';
import { describeStorage } from '../storage.contract.ts';
import { describeWriterRegister } from '../writers/writer-register.contract.ts';
import { createMemoryStorage } from './memory-storage.ts';

describeStorage({
  name: 'memory',
  open: async () => ({ storage: createMemoryStorage(), running: releasing(() => undefined) }),
});

const clock = fakeClock();
describeWriterRegister({
  name: 'memory',
  open: async () => ({ storage: createMemoryStorage(clock), running: releasing(() => undefined) }),
  pass: (seconds) => clock.advance(seconds * 1000),
});
