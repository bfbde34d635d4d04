/** Which node a user is, if it is one: kubelets are `system:node:<name>` in the group `system:nodes`. */
import { NODES_GROUP, type UserInfo } from './user.ts';

const PREFIX = 'system:node:';

export interface NodeIdentity {
  readonly isNode: boolean;
  /** Empty when the user is a node of unknown name. */
  readonly name: string;
}

/** Reads a user as a node. Both the name and the group are needed. */
export function nodeIdentity({ name, groups }: UserInfo): NodeIdentity {
  const isNode = name.startsWith(PREFIX) && groups.includes(NODES_GROUP);
  return { isNode, name: isNode ? name.slice(PREFIX.length) : '' };
}
