/** What the planner makes of the cluster: all routes as plain data. Everything here is read-only and holds no state. */
import type { Ingress } from '@wherry/api/networking-v1';

/** Where a request can be sent. */
export interface Endpoint {
  readonly ip: string;
  readonly port: number;
}

/** One port of one Service. */
export interface Upstream {
  /** `namespace/service:port`, the port as the Ingress names it. */
  readonly id: string;
  readonly namespace: string;
  readonly service: string;
  readonly endpoints: readonly Endpoint[];
  /** Why nothing can be sent there, for people; undefined when something can. */
  readonly problem: string | undefined;
}

/** What a matching request gets. */
export interface Destination {
  readonly upstream: Upstream;
  readonly namespace: string;
  /** The name of the Ingress that says so. */
  readonly ingress: string;
  /** Plain HTTP is sent on to HTTPS. */
  readonly forcesHttps: boolean;
}

export interface PlannedPath {
  /** `prefix` means whole path elements; such a path has no slash at its end, and that of everything is empty. */
  readonly kind: 'exact' | 'prefix';
  readonly path: string;
  readonly destination: Destination;
}

export interface PlannedHost {
  /** In lower case: a name, `*.name` for one label before it, or nothing for every host. */
  readonly host: string;
  readonly paths: readonly PlannedPath[];
  /** Where requests for the host go that match no path of any host. */
  readonly fallback: Destination | undefined;
}

/** What a server shows to prove a host's name (PEM). */
export interface ServerCertificate {
  /** `namespace/name` of the Secret. */
  readonly secret: string;
  readonly certificate: string;
  readonly key: string;
}

/** Something that the owner of an Ingress should know, told as a Warning event. */
export interface Notice {
  readonly ingress: Readonly<Ingress>;
  /** CamelCase, for machines. */
  readonly reason: string;
  readonly message: string;
}

export interface RoutePlan {
  readonly hosts: readonly PlannedHost[];
  /** Where a request goes that nothing else matches. */
  readonly fallback: Destination | undefined;
  /** By host, in the same forms as there. */
  readonly certificates: ReadonlyMap<string, ServerCertificate>;
  readonly notices: readonly Notice[];
}
