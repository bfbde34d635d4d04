/**
 * Random names: what `metadata.generateName` turns into. The alphabet has no vowels, so that no words come about, and
 * none of the digits that look like letters.
 */
import { randomInt } from 'node:crypto';

const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';
const SUFFIX_LENGTH = 5;

/** How much of the base is kept: a name with its suffix fits into a DNS label. */
export const MAX_GENERATED_BASE_LENGTH = 63 - SUFFIX_LENGTH;

export interface GenerateNameOptions {
  /** Returns a whole number from 0 up to, not including, the limit. */
  readonly random?: (limit: number) => number;
}

/** A random string of that many characters, as ends the names of generated objects. */
export function randomNameSuffix(length: number, { random = randomInt }: GenerateNameOptions = {}): string {
  let suffix = '';
  for (let count = 0; count < length; count++) {
    suffix += ALPHABET.charAt(random(ALPHABET.length));
  }
  return suffix;
}

/** The base, cut to 58 characters, and five random ones. Whether the name is free is for the caller to find out. */
export function generateName(base: string, options: GenerateNameOptions = {}): string {
  return base.slice(0, MAX_GENERATED_BASE_LENGTH) + randomNameSuffix(SUFFIX_LENGTH, options);
}

/** The text in the same alphabet, character by character, as hashes in names are written (pod-template-hash). */
export function safeEncodeName(text: string): string {
  return Array.from(text, (character) => ALPHABET.charAt((character.codePointAt(0) ?? 0) % ALPHABET.length)).join('');
}
