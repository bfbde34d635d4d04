import { StatusError } from '@wherry/api';
import { fakeClock } from '@wherry/component';
import { describe, expect, it } from 'vitest';
import { createDataReaders } from './data-readers.ts';

const place = { namespace: 'default', name: 'settings' };

/** An API with one object, which says how often it was asked; `answer` may be an error. */
function setUp() {
  const clock = fakeClock();
  const state: { asked: number; answer: object } = { asked: 0, answer: { data: { a: '1' } } };
  const get = () => {
    state.asked += 1;
    return state.answer instanceof Error ? Promise.reject(state.answer) : Promise.resolve(state.answer);
  };
  return { clock, state, ...createDataReaders({ client: { get: get as never }, clock }) };
}

const forbidden = new StatusError({ code: 403, reason: 'Forbidden', message: 'no' });
const notFound = new StatusError({ code: 404, reason: 'NotFound', message: 'no' });

describe.each(['configMap', 'secret'] as const)('the reader of a %s', (kind) => {
  it('shows what starts each change that was made before', async () => {
    const { state, current, recent } = setUp();
    await recent[kind](place);
    state.answer = { data: { a: '2' } };
    expect(await current[kind](place)).toEqual({ data: { a: '2' } });
    expect(state.asked).toBe(2);
  });

  it('asks for what runs only now and then', async () => {
    const { clock, state, current, recent } = setUp();
    await current[kind](place);
    state.answer = { data: { a: '2' } };
    await clock.advance(4_999);
    expect(await recent[kind](place)).toEqual({ data: { a: '1' } });
    expect(state.asked).toBe(1);
    await clock.advance(1);
    expect(await recent[kind](place)).toEqual({ data: { a: '2' } });
  });

  it('tells what was last known while nobody answers', async () => {
    const { state, current } = setUp();
    await current[kind](place);
    state.answer = new Error('connect ECONNREFUSED');
    expect(await current[kind](place)).toEqual({ data: { a: '1' } });
    await expect(current[kind]({ ...place, name: 'other' })).rejects.toThrow('ECONNREFUSED');
  });

  it('forgets what is gone, and does not tell what it may not read any more', async () => {
    const { state, current, recent } = setUp();
    await current[kind](place);
    state.answer = forbidden;
    await expect(current[kind](place)).rejects.toThrow(StatusError);
    state.answer = notFound;
    expect(await current[kind](place)).toBeUndefined();
    state.answer = new Error('connect ECONNREFUSED');
    await expect(recent[kind](place)).rejects.toThrow('ECONNREFUSED');
  });
});
