import { expect, it } from 'vitest';
import { OwnWrites } from './own-writes.ts';

it('waits until the picture shows what was written for a key', () => {
  const picture = { revision: 5 };
  const writes = new OwnWrites(picture);
  expect(writes.areSeen('a')).toBe(true);
  writes.wrote('a', { metadata: { resourceVersion: '9' } });
  writes.wrote('a', { metadata: { resourceVersion: '7' } });
  expect([writes.areSeen('a'), writes.areSeen('b')]).toEqual([false, true]);
  picture.revision = 8;
  expect(writes.areSeen('a')).toBe(false);
  picture.revision = 9;
  expect(writes.areSeen('a')).toBe(true);
});
