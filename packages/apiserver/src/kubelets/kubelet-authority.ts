/** Which authority vouches for the kubelets' serving certificates. */
import { readFile } from 'node:fs/promises';

/**
 * @param file as the flag has it: a path, empty for none at all, undefined for the cluster's own authority
 * @returns the authority as it is at each moment (PEM); undefined when certificates are not verified
 * @throws when the file cannot be read
 */
export async function kubeletAuthority(file: string | undefined, own: () => string): Promise<() => string | undefined> {
  if (file === undefined) return own;
  if (file === '') return () => undefined;
  const text = await readFile(file, 'utf8');
  return () => text;
}
