/** The flags of the kubelet. */
import { choiceFlag, integerFlag, listFlag, pairsFlag, textFlag, type FlagValues } from '@wherry/component';

export const kubeletFlags = {
  kubeconfig: textFlag({
    default: '',
    help: 'The kubeconfig that says where the API server is, and who we are there.',
  }),
  'node-name': textFlag({ default: '', help: 'The name of the node. Empty: the name of the machine.' }),
  'node-ip': textFlag({ default: '127.0.0.1', help: 'The address of the node.' }),
  'node-labels': pairsFlag({ default: new Map(), help: 'Labels that the node is registered with.' }),
  capacity: pairsFlag({
    default: new Map(),
    help: "What pods may have of the machine, by resource. What is not named is the machine's own.",
  }),
  'max-pods': integerFlag({ default: 110, min: 1, max: 10_000, help: 'How many pods the node takes.' }),
  'root-dir': textFlag({
    default: '/var/lib/wherry',
    help: "Where the files of pods lie. The path must be the same on the engine's host.",
  }),
  'host-root': textFlag({ default: '', help: "Where the files of the engine's host are seen from here." }),
  'sandbox-image': textFlag({ default: '', help: 'What the sandboxes of pods run: an image with a shell.' }),
  'host-network': textFlag({
    default: 'host',
    help: "The engine's name for the node's network: 'host', or 'container:<id>' of the container that holds it.",
  }),
  network: choiceFlag(['cables', 'none'], {
    default: 'cables',
    help: 'How pods come to their network: by cables to the node, or not at all.',
  }),
  'cluster-dns': listFlag({ default: [], help: 'The name servers of the cluster.' }),
  'cluster-domain': textFlag({ default: 'cluster.local', help: 'The domain of the cluster.' }),
};

export type KubeletFlags = FlagValues<typeof kubeletFlags>;
