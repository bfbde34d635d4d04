/** The flags of the controller-manager. */
import {
  booleanFlag,
  durationFlag,
  integerFlag,
  listenAddressFlag,
  listFlag,
  textFlag,
  type FlagValues,
} from '@wherry/component';

export const controllerManagerFlags = {
  kubeconfig: textFlag({
    default: '',
    help: 'The kubeconfig that says where the API server is, and who we are there.',
  }),
  'leader-elect': booleanFlag({
    default: true,
    help: 'Compete with other instances for a Lease, so that only one works at a time.',
  }),
  'healthz-bind-address': listenAddressFlag({
    default: '127.0.0.1:10257',
    help: 'Where health and metrics are told.',
  }),
  controllers: listFlag({
    default: ['*'],
    help: "The controllers to run: '*' is all of them, 'foo' that one, '-foo' all but that one.",
  }),
  'root-ca-file': textFlag({
    default: '',
    help: "The certificate of the cluster's authority (PEM), which every namespace gets. Without it, none does.",
  }),
  'cluster-signing-cert-file': textFlag({
    default: '',
    help: 'The certificate (PEM) of the authority that answers requests for certificates. Without it, nobody does.',
  }),
  'cluster-signing-key-file': textFlag({ default: '', help: 'The key (PEM) of that authority.' }),
  'cluster-signing-duration': durationFlag({
    default: 8_760 * 3_600_000,
    help: 'How long certificates live at most; a request may ask for less.',
  }),
  'cluster-dns': textFlag({
    default: '10.96.0.10',
    help: 'The cluster IP of the DNS, which gets the Service kube-dns. Empty: it gets none.',
  }),
  'cluster-cidr': textFlag({
    default: '',
    help: 'The block of addresses of all pods, of which every node gets a part. Without it, none does.',
  }),
  'node-cidr-mask-size': integerFlag({
    default: 24,
    min: 1,
    max: 32,
    help: "The size of a node's part, as bits of its prefix.",
  }),
  'node-monitor-period': durationFlag({ default: 5_000, help: 'How often nodes are looked at.' }),
  'node-monitor-grace-period': durationFlag({
    default: 40_000,
    help: 'How long a node may be silent before it counts as not ready.',
  }),
  'node-eviction-rate': textFlag({
    default: '0.1',
    help: 'Nodes a second that may be marked for eviction in a zone that is well.',
  }),
  'terminated-pod-gc-threshold': integerFlag({
    default: 12_500,
    help: 'How many ended pods may stay before the oldest are deleted. 0: any number.',
  }),
};

export type ControllerManagerFlags = FlagValues<typeof controllerManagerFlags>;
