/** The sentences that several name checks share. */

/** `must be no more than 63 characters` */
export function maxCharactersMessage(limit: number): string {
  return `must be no more than ${limit} characters`;
}

/** `must be no more than 63 bytes`: the newer wording, which label keys and values have. */
export function maxBytesMessage(limit: number): string {
  return `must be no more than ${limit} bytes`;
}

/** `must be between 1 and 65535, inclusive` */
export function rangeMessage(low: number, high: number): string {
  return `must be between ${low} and ${high}, inclusive`;
}

/** What is wrong, with examples of what is right and the pattern that decides. */
export function patternMessage(message: string, pattern: string, ...examples: string[]): string {
  const regex = `regex used for validation is '${pattern}'`;
  if (examples.length === 0) {
    return `${message} (${regex})`;
  }
  return `${message} (e.g. ${examples.map((example) => `'${example}', `).join(' or ')}${regex})`;
}

export const EMPTY_MESSAGE = 'must be non-empty';
