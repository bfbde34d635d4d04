/** Values that are derived from the directory and good until it changes. */
import type { Directory } from './directory.ts';

/** A function that computes its value anew only when the directory has changed since. */
export function perVersion<T>(directory: Pick<Directory, 'version'>, compute: () => T): () => T {
  let known: { readonly version: number; readonly value: T } | undefined;
  return () => {
    const { version } = directory;
    if (known?.version !== version) known = { version, value: compute() };
    return known.value;
  };
}
