/** The flags of the kubelet. */
import {
  choiceFlag,
  durationFlag,
  integerFlag,
  listFlag,
  pairsFlag,
  portFlag,
  textFlag,
  type FlagValues,
} from '@wherry/component';
import { IDLE_TIMEOUT_MS } from './server/serving.ts';

export const kubeletFlags = {
  kubeconfig: textFlag({
    default: '',
    help: 'The kubeconfig that says where the API server is, and who we are there.',
  }),
  'bootstrap-kubeconfig': textFlag({
    default: '',
    help:
      'The kubeconfig by which a new node asks for its certificate. With it, --kubeconfig says where to write down who ' +
      'the kubelet is then.',
  }),
  'cert-dir': textFlag({
    default: '/var/lib/kubelet/pki',
    help: "Where the kubelet's certificates lie, when it has a --bootstrap-kubeconfig.",
  }),
  'cluster-name': textFlag({ default: '', help: 'The name that all containers of the cluster carry. Empty: none.' }),
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
  'healthz-bind-address': textFlag({
    default: '127.0.0.1',
    help: 'The address at which health and metrics are told in plain HTTP.',
  }),
  'healthz-port': portFlag({ default: 10_248, help: 'The port of that; 0 for nowhere.' }),
  address: textFlag({ default: '0.0.0.0', help: 'The address that the kubelet serves on.' }),
  port: portFlag({ default: 10_250, help: 'The port that the kubelet serves on.' }),
  'tls-cert-file': textFlag({
    default: '',
    help: 'The certificate to serve with, followed by those of its authorities. Empty: the kubelet signs for itself.',
  }),
  'tls-private-key-file': textFlag({ default: '', help: 'The key of --tls-cert-file.' }),
  'client-ca-file': textFlag({
    default: '',
    help: 'The authority whose certificates tell who a client is. Empty: clients are known by tokens only.',
  }),
  'streaming-connection-idle-timeout': durationFlag({
    default: IDLE_TIMEOUT_MS,
    help: 'How long exec, attach and port-forward connections may be silent. 0: for ever.',
  }),
  'proxy-address': textFlag({
    default: '127.0.0.1:10249',
    help:
      'Where the proxy of this node tells that no new connection is led to a pod, which is waited for before the pod is ' +
      'asked to end. Empty: nothing is waited for.',
  }),
  'cluster-dns': listFlag({ default: [], help: 'The name servers of the cluster.' }),
  'cluster-domain': textFlag({ default: 'cluster.local', help: 'The domain of the cluster.' }),
};

export type KubeletFlags = FlagValues<typeof kubeletFlags>;
