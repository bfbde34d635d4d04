/** The addresses of the node as its own interfaces have them. */
import { networkInterfaces } from 'node:os';

/** All but those of the loopback, as they are now. */
export function nodeIps(): string[] {
  return Object.values(networkInterfaces()).flatMap((list = []) =>
    list.filter(({ internal }) => !internal).map(({ address }) => address),
  );
}
