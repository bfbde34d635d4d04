/** The flags of the proxy: kube-proxy's, and those of the cluster's DNS, which it runs. */
import { choiceFlag, listenAddressFlag, listFlag, textFlag, type FlagValues } from '@wherry/component';

export const proxyFlags = {
  kubeconfig: textFlag({
    default: '',
    help: 'The kubeconfig that says where the API server is, and who we are there.',
  }),
  'node-name': textFlag({ default: '', help: 'The name of the node whose network this is.' }),
  'proxy-mode': choiceFlag(['nftables', 'userspace'], {
    default: 'nftables',
    help: 'Who carries packets to endpoints: the kernel, or this process.',
  }),
  'cluster-cidr': listFlag({ default: ['10.244.0.0/16'], help: 'The addresses of all pods of the cluster.' }),
  'service-cluster-ip-range': listFlag({ default: ['10.96.0.0/16'], help: 'The cluster IPs.' }),
  'cluster-dns': listFlag({
    default: ['10.96.0.10'],
    help: "The cluster IPs at which the cluster's DNS is answered on this node. Empty for nowhere.",
  }),
  'cluster-domain': textFlag({ default: 'cluster.local', help: 'The domain of the names of the cluster.' }),
  'resolv-conf': textFlag({
    default: '/etc/resolv.conf',
    help: 'The file that names the resolvers for all other names.',
  }),
  'healthz-bind-address': listenAddressFlag({
    default: '0.0.0.0:10256',
    help: 'Where health is told.',
  }),
  'metrics-bind-address': listenAddressFlag({
    default: '127.0.0.1:10249',
    help: 'Where metrics are.',
  }),
};

export type ProxyFlags = FlagValues<typeof proxyFlags>;
