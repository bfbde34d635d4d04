// Where a node is.

import { Nodes } from '@wherry/api/core-v1';
import type { Client } from '@wherry/client';

/** @throws {Error} when the node has not said it */
export async function nodeAddress(client: Client, name: string): Promise<string> {
  const { status } = await client.get(Nodes, { name });
  const found = status.addresses?.find(({ type }) => type === 'InternalIP')?.address;
  if (found === undefined) throw new Error(`The node ${name} has no address`);
  return found;
}
