import { describe, expect, it } from 'vitest';
import { messageOf, statusOf } from './engine-answers.ts';

const refusal = Object.assign(new Error('(HTTP code 404) no such container - No such container: x'), {
  statusCode: 404,
  json: { message: 'No such container: x' },
});

describe('a failed call', () => {
  it('says what the engine answered', () => {
    expect([statusOf(refusal), messageOf(refusal)]).toEqual([404, 'No such container: x']);
  });

  it.each([
    ['an engine that cannot be reached', new Error('connect ENOENT'), 'connect ENOENT'],
    ['a refusal without words', Object.assign(new Error('(HTTP code 500)'), { json: null }), '(HTTP code 500)'],
    ['what is no error', 'gone', 'gone'],
  ])('is told as it is by %s', (_, error, message) => {
    expect([statusOf(error), messageOf(error)]).toEqual([undefined, message]);
  });
});
