import { TypeMismatch } from '@wherry/api/schema';
import { describe, expect, it } from 'vitest';
import { conversionMessage } from './conversion-message.ts';

describe('conversionMessage()', () => {
  it.each([
    ['many', 'int32', 'unrecognized type: int32'],
    [{}, 'string', 'unrecognized type: string'],
    [true, 'int64', 'unrecognized type: int64'],
    [5, 'bool', 'unrecognized type: bool'],
    [5, 'string', 'cannot convert int64 to string'],
    [1.5, 'string', 'unrecognized type: string'],
    [1.5, 'int32', 'cannot convert float64 to int32'],
    ['a', '[]v1.Container', 'cannot restore slice from string'],
    [{}, '[]string', 'cannot restore slice from map'],
    [['a'], 'map[string]string', 'cannot restore map from slice'],
    ['a', 'v1.PodSpec', 'cannot restore struct from: string'],
    [5, 'v1.Time', 'as JSON'],
    [{}, 'resource.Quantity', 'as JSON'],
  ])('of %j for %s is %s', (value, goType, message) => {
    expect(conversionMessage(new TypeMismatch('as JSON', { value, goType }))).toBe(message);
  });

  it('keeps the words for what is no matter of types', () => {
    expect(conversionMessage(new Error('illegal base64 data at input byte 0'))).toBe(
      'illegal base64 data at input byte 0',
    );
  });
});
