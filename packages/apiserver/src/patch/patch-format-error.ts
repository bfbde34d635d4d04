/** A patch document that cannot be applied to anything; the apiserver answers it with 400. */
export class PatchFormatError extends Error {
  override readonly name = 'PatchFormatError';
}
