import { expect, it } from 'vitest';
import { fakeClock } from '@wherry/component';
import { OwnWrites } from './own-writes.ts';

const written = (resourceVersion: string) => ({ metadata: { name: 'web', resourceVersion } });

it('OwnWrites are seen when the picture has come as far as the last of them', () => {
  const picture = { revision: 5 };
  const writes = new OwnWrites({ picture, clock: fakeClock() });
  expect(writes.areSeen('web')).toBe(true);
  writes.wrote('web', written('9'));
  writes.wrote('web', written('7'));
  picture.revision = 8;
  expect([writes.areSeen('web'), writes.areSeen('other')]).toEqual([false, true]);
  picture.revision = 9;
  expect(writes.areSeen('web')).toBe(true);
});

it('OwnWrites are not waited for after five minutes, or after their object', async () => {
  const clock = fakeClock();
  const writes = new OwnWrites({ picture: { revision: 5 }, clock });
  writes.wrote('web', written('9'));
  await clock.advance(299_000);
  expect(writes.areSeen('web')).toBe(false);
  await clock.advance(1_000);
  expect(writes.areSeen('web')).toBe(true);
  writes.wrote('web', written('9'));
  writes.forget('web');
  expect(writes.areSeen('web')).toBe(true);
});
