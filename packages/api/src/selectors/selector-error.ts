/** A selector that cannot be understood. The apiserver answers it with 400 and this message. */
export class SelectorError extends Error {
  override readonly name = 'SelectorError';
}
