/** The flags of the ingress. */
import { booleanFlag, listenAddressFlag, portFlag, textFlag, type FlagValues } from '@wherry/component';

export const ingressFlags = {
  kubeconfig: textFlag({
    default: '',
    help: 'The kubeconfig that says where the API server is, and who we are there.',
  }),
  'bind-address': textFlag({ default: '0.0.0.0', help: 'The address to serve on.' }),
  'http-port': portFlag({ default: 80, help: 'The port for HTTP. 0 for any free one.' }),
  'https-port': portFlag({ default: 443, help: 'The port for HTTPS. 0 for any free one.' }),
  'published-https-port': portFlag({
    default: 0,
    help: 'The port at which clients find HTTPS, where plain requests are led to. 0 for that of --https-port.',
  }),
  'publish-status-address': textFlag({
    default: 'localhost',
    help: 'The name or IP address that the status of Ingresses gives as where they are served. Empty for none.',
  }),
  'access-log': booleanFlag({ default: true, help: 'Write a line to stdout for each request.' }),
  'healthz-bind-address': listenAddressFlag({ default: '127.0.0.1:10254', help: 'Where health and metrics are told.' }),
};

export type IngressFlags = FlagValues<typeof ingressFlags>;
