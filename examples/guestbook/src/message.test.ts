import { describe, expect, it } from 'vitest';
import { readMessage } from './message.ts';

const now = new Date('2026-01-02T03:04:05Z');

describe('readMessage', () => {
  it('takes a name and a text, and says when', () => {
    expect(readMessage('{"name":" Ada ","text":"Hello"}', now)).toEqual({
      name: 'Ada',
      text: 'Hello',
      at: '2026-01-02T03:04:05.000Z',
    });
  });

  it.each([
    ['no JSON', 'hello', 'A message is sent as JSON'],
    ['no object', '"hello"', 'A message is a JSON object'],
    ['no name', '{"text":"x"}', 'Please give a name'],
    ['an empty text', '{"name":"x","text":"  "}', 'Please give a text'],
    ['a text that is none', '{"name":"x","text":{}}', 'Please give a text'],
    ['a long name', JSON.stringify({ name: 'x'.repeat(61), text: 'x' }), 'A name may have at most 60 characters'],
  ])('refuses %s', (_, body, message) => {
    expect(() => readMessage(body, now)).toThrow(message);
  });
});
