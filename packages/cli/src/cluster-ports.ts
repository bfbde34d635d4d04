/** The ports that a cluster has on the user's machine from its start on: of the API, and of its Ingresses. */

export const portNames = ['apiPort', 'httpPort', 'httpsPort'] as const;
export type PortName = (typeof portNames)[number];

export interface ClusterPort {
  /** For people. */
  readonly what: string;
  readonly flag: 'api-port' | 'http-port' | 'https-port';
  /** In the environment, and in the Compose file. */
  readonly variable: string;
  /** On the control-plane machine. */
  readonly inside: number;
  /** On the user's machine. */
  readonly usual: number;
  /** Where the search for another begins, when the usual one is taken. */
  readonly otherwise: number;
}

export const clusterPorts: Readonly<Record<PortName, ClusterPort>> = {
  apiPort: {
    what: 'the API',
    flag: 'api-port',
    variable: 'WHERRY_API_PORT',
    inside: 6443,
    usual: 6443,
    otherwise: 6444,
  },
  httpPort: {
    what: 'HTTP of Ingresses',
    flag: 'http-port',
    variable: 'WHERRY_HTTP_PORT',
    inside: 80,
    usual: 80,
    otherwise: 8080,
  },
  httpsPort: {
    what: 'HTTPS of Ingresses',
    flag: 'https-port',
    variable: 'WHERRY_HTTPS_PORT',
    inside: 443,
    usual: 443,
    otherwise: 8443,
  },
};
