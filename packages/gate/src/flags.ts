/** The flags of the port gate. */
import { listenAddressFlag, textFlag, type FlagValues } from '@wherry/component';

export const gateFlags = {
  kubeconfig: textFlag({
    default: '',
    help: 'The kubeconfig that says where the API server is, and who we are there.',
  }),
  'cluster-name': textFlag({ default: 'wherry', help: 'The name that all containers of the cluster carry.' }),
  network: textFlag({ default: '', help: "The engine's network of the cluster's machines." }),
  'publisher-image': textFlag({ default: 'wherry', help: 'What publishers are made from: an image with nft and ip.' }),
  'healthz-bind-address': listenAddressFlag({
    default: '127.0.0.1:10260',
    help: 'Where health and metrics are told.',
  }),
};

export type GateFlags = FlagValues<typeof gateFlags>;
