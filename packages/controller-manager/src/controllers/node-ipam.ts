/** Gives every node a block of addresses for its pods. */
import { Nodes } from '@wherry/api/core-v1';
import { changesOf, startController, type Controller } from '@wherry/client';
import { releasing } from '@wherry/component';
import type { ControllerContext, ControllerEntry } from '../context.ts';
import { BlockRange } from '../plans/node/pod-blocks.ts';

const NAME = 'node-ipam-controller';

export const nodeIpamEntry: ControllerEntry = {
  name: NAME,
  async start(context) {
    const { 'cluster-cidr': cidr, 'node-cidr-mask-size': maskSize } = context.flags;
    if (cidr === '') return releasing(() => undefined);
    return startController(await nodeIpamController(context, new BlockRange(cidr, maskSize)), context);
  },
};

async function nodeIpamController(
  { client, informers, events }: ControllerContext,
  range: BlockRange,
): Promise<Controller> {
  const nodes = await informers.get(Nodes);
  /** What has been given to nodes and is not to be seen yet, by node. */
  const given = new Map<string, string>();
  return {
    name: NAME,
    // One after the other: no two may get the same.
    workers: 1,
    sources: [changesOf(nodes)],
    async reconcile(name) {
      const node = nodes.get(name);
      if (node === undefined || (node.spec.podCIDR ?? '') !== '') {
        given.delete(name);
        return;
      }
      const used = nodes.list().flatMap(({ spec }) => [spec.podCIDR ?? '', ...(spec.podCIDRs ?? [])]);
      const block = given.get(name) ?? range.next([...used, ...given.values()]);
      if (block === undefined) {
        const message = `Node ${name} status is now: CIDRNotAvailable`;
        events(NAME).record(node, { type: 'Normal', reason: 'CIDRNotAvailable', message });
        throw new Error(`no block of addresses is left for node ${name}`);
      }
      given.set(name, block);
      // A node that has got one meanwhile keeps it.
      const { resourceVersion = '' } = node.metadata;
      const body = { metadata: { resourceVersion }, spec: { podCIDR: block, podCIDRs: [block] } };
      await client.patch(Nodes, { name }, { type: 'merge', body });
    },
  };
}
