/** Text that is not the YAML we take. The apiserver answers it with 400 and this message. */
export class YamlError extends Error {
  override readonly name = 'YamlError';
}
