/** The command line of the apiserver. Names are kube-apiserver's where it has them. */
import {
  choiceFlag,
  customFlag,
  durationFlag,
  integerFlag,
  listFlag,
  portFlag,
  textFlag,
  type FlagValues,
} from '@wherry/component';

/** @throws Error for what is no `https://host:port` */
function serverUrl(text: string): string {
  if (!URL.canParse(text) || new URL(text).protocol !== 'https:') throw new Error('must be a URL with https');
  return text.replace(/\/+$/, '');
}

export const apiserverFlags = {
  'etcd-servers': listFlag({ default: ['http://127.0.0.1:2379'], help: 'The etcd servers, as URLs.' }),
  'bind-address': textFlag({ default: '127.0.0.1', help: 'The address to listen on.' }),
  'secure-port': portFlag({ default: 6443, help: 'The port to listen on; 0 for any free one.' }),
  'advertise-address': textFlag({
    default: undefined,
    help: 'The address at which the cluster reaches this server. By default the one it listens on.',
  }),
  'data-dir': textFlag({
    default: '.wherry/apiserver',
    help: 'Where certificates, keys and the admin kubeconfig are kept. Servers of one cluster share it.',
  }),
  'tls-san': listFlag({
    default: [],
    help: 'Further host names and addresses that the serving certificate is to be good for.',
  }),
  'credentials-dir': textFlag({
    default: undefined,
    help: 'Where the kubeconfigs of the other parts of the cluster are written: control-plane/… and node/….',
  }),
  'credentials-server': customFlag<string | undefined>({
    type: 'string',
    default: undefined,
    parse: serverUrl,
    help: 'The URL of this server in those kubeconfigs. By default the one in the admin kubeconfig.',
  }),
  'service-cluster-ip-range': textFlag({ default: '10.96.0.0/16', help: 'The addresses that Services are given.' }),
  'service-node-port-range': textFlag({ default: '30000-32767', help: 'The ports that NodePort Services are given.' }),
  'token-auth-file': textFlag({
    default: undefined,
    help: 'A file of static tokens: lines of token,user,uid,"group1,group2".',
  }),
  'service-account-issuer': textFlag({
    default: 'https://kubernetes.default.svc.cluster.local',
    help: 'The issuer of service-account tokens.',
  }),
  'api-audiences': listFlag({ default: [], help: 'The audiences of this server. By default its issuer.' }),
  'min-request-timeout': durationFlag({ default: 1_800_000, help: 'How long a watch lives at least.' }),
  'max-requests-inflight': integerFlag({
    default: 400,
    min: 1,
    help: 'How many reading requests may be under way at once.',
  }),
  'max-mutating-requests-inflight': integerFlag({
    default: 200,
    min: 1,
    help: 'How many changing requests may be under way at once.',
  }),
  'kubelet-preferred-address-types': listFlag({
    default: ['Hostname', 'InternalDNS', 'InternalIP', 'ExternalDNS', 'ExternalIP'],
    help: 'The types of node addresses at which kubelets are called, first choice first.',
  }),
  'kubelet-certificate-authority': textFlag({
    default: undefined,
    help: "A file with the authority of the kubelets' certificates; empty: they are not verified. By default the cluster's own authority.",
  }),
  storage: choiceFlag(['etcd', 'memory'], {
    default: 'etcd',
    help: 'Where objects are kept; memory forgets them when the process ends.',
  }),
};

export type ApiserverFlags = FlagValues<typeof apiserverFlags>;
