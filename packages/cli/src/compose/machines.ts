/**
 * What runs on which machine of a cluster. A machine is a container that holds nothing but a network; its processes are
 * further containers joined to it, so that each can be ended and replaced without the machine or its pods noticing.
 *
 * Addresses, names and ports are written as variables of Compose, with the cluster `wherry` as their default: so one file
 * serves several clusters beside each other, and only the number of workers makes another file.
 */

import { clusterPorts, portNames, type ClusterPort } from '../cluster-ports.ts';

/** The variables that the file asks for, as Compose substitutes them. */
export const variable = {
  cluster: '${COMPOSE_PROJECT_NAME:-wherry}',
  /** The programs. */
  image: '${WHERRY_IMAGE:-wherry}',
  /** What changes hardly ever: machines, etcd and sandboxes of pods live on when the programs are replaced. */
  machineImage: '${WHERRY_MACHINE_IMAGE:-wherry}',
  /** What the image is built on, where Compose builds it. */
  baseImage: '${WHERRY_BASE_IMAGE:-debian:bookworm-slim}',
  /** The first three numbers of the /24 that the machines are in. */
  network: '${WHERRY_NETWORK:-172.30.0}',
  /** Where the engine keeps its volumes: the same path inside the kubelet's container. */
  volumes: '${WHERRY_ENGINE_VOLUMES:-/var/lib/docker/volumes}',
  socket: '${WHERRY_DOCKER_SOCKET:-/var/run/docker.sock}',
  nodeCapacity: '${WHERRY_NODE_CAPACITY:-}',
} as const;

/** One process of a machine. */
export interface Process {
  readonly name: string;
  /** The component, or another program of the image, and its flags. */
  readonly command: readonly string[];
  /** @default that of the programs */
  readonly image?: string;
  /** `volume:path[:ro]` or `path:path`. */
  readonly mounts?: readonly string[];
  readonly capabilities?: readonly string[];
  /** Whether it sees all processes of the engine's host and is not confined: for the one that lays the pods' cables. */
  readonly seesHost?: boolean;
  /** Names of services that are started before. */
  readonly after?: readonly string[];
  /** Where it tells whether it is well, on its machine's loopback: a port, and a path where that is HTTP. */
  readonly health?: readonly [port: number, path?: string];
}

export interface Machine {
  readonly name: string;
  readonly address: string;
  /** `address:port:port` on the laptop. */
  readonly ports?: readonly string[];
  readonly processes: readonly Process[];
}

const podCidr = '10.244.0.0/16';
const serviceCidr = '10.96.0.0/16';
const dnsAddress = '10.96.0.10';
const credentials = '/var/run/wherry';
const stateFolder = '/var/lib/wherry';

export const controlPlane: Machine = {
  name: 'control-plane',
  address: `${variable.network}.2`,
  ports: portNames.map((name) => publishedPort(clusterPorts[name])),
  processes: [
    {
      name: 'etcd',
      image: variable.machineImage,
      command: [
        'etcd',
        `--data-dir=${stateFolder}`,
        '--listen-client-urls=http://127.0.0.1:2379',
        '--advertise-client-urls=http://127.0.0.1:2379',
        '--listen-peer-urls=http://127.0.0.1:2380',
        '--logger=zap',
        '--log-level=warn',
      ],
      mounts: [`etcd:${stateFolder}`],
    },
    {
      name: 'apiserver',
      command: [
        'apiserver',
        '--bind-address=0.0.0.0',
        `--advertise-address=${variable.network}.2`,
        '--etcd-servers=http://127.0.0.1:2379',
        `--service-cluster-ip-range=${serviceCidr}`,
        `--data-dir=${stateFolder}`,
        `--credentials-dir=${credentials}`,
        `--credentials-server=https://${variable.network}.2:6443`,
        // By address, so that logs and exec do not hang on the engine's names.
        '--kubelet-preferred-address-types=InternalIP,ExternalIP,Hostname',
      ],
      mounts: [
        `apiserver:${stateFolder}`,
        `control-plane-credentials:${credentials}/control-plane`,
        `node-credentials:${credentials}/node`,
      ],
      health: [6443],
      after: ['etcd'],
    },
    {
      name: 'controller-manager',
      command: [
        'controller-manager',
        `--kubeconfig=${credentials}/control-plane/controller-manager.kubeconfig`,
        `--root-ca-file=${stateFolder}/pki/ca.crt`,
        `--cluster-cidr=${podCidr}`,
        `--cluster-signing-cert-file=${stateFolder}/pki/ca.crt`,
        `--cluster-signing-key-file=${stateFolder}/pki/ca.key`,
        // There is one, and the engine starts it again: nobody else waits for a lease to end.
        '--leader-elect=false',
      ],
      mounts: [`control-plane-credentials:${credentials}/control-plane:ro`, `apiserver:${stateFolder}:ro`],
      health: [10_257, '/healthz'],
      after: ['apiserver'],
    },
    {
      name: 'scheduler',
      command: ['scheduler', `--kubeconfig=${credentials}/control-plane/scheduler.kubeconfig`, '--leader-elect=false'],
      mounts: [`control-plane-credentials:${credentials}/control-plane:ro`],
      health: [10_259, '/healthz'],
      after: ['apiserver'],
    },
    proxy('control-plane', 'control-plane'),
    {
      name: 'ingress',
      command: [
        'ingress',
        `--kubeconfig=${credentials}/control-plane/ingress.kubeconfig`,
        `--published-https-port=${portOnLaptop(clusterPorts.httpsPort)}`,
      ],
      mounts: [`control-plane-credentials:${credentials}/control-plane:ro`],
      capabilities: ['NET_BIND_SERVICE'],
      health: [10_254, '/healthz'],
      after: ['apiserver'],
    },
    {
      name: 'gate',
      command: [
        'gate',
        `--kubeconfig=${credentials}/control-plane/gate.kubeconfig`,
        `--cluster-name=${variable.cluster}`,
        `--network=${variable.cluster}_default`,
        `--publisher-image=${variable.machineImage}`,
      ],
      mounts: [`control-plane-credentials:${credentials}/control-plane:ro`, `${variable.socket}:/var/run/docker.sock`],
      health: [10_260, '/healthz'],
      after: ['apiserver'],
    },
  ],
};

/** What belongs to the cluster but to none of its machines: it has no network at all. */
export const keeper: Process = {
  name: 'keeper',
  command: ['keeper', `--cluster-name=${variable.cluster}`],
  mounts: [`${variable.socket}:/var/run/docker.sock`],
};

function publishedPort(port: ClusterPort): string {
  return `127.0.0.1:${portOnLaptop(port)}:${port.inside}`;
}

function portOnLaptop({ variable: name, usual }: ClusterPort): string {
  return `\${${name}:-${usual}}`;
}

/** The worker with a number, from 1. */
export function worker(number: number): Machine {
  const name = `node-${number}`;
  const address = `${variable.network}.${10 + number}`;
  const root = `${variable.volumes}/${variable.cluster}_${name}/_data`;
  return {
    name,
    address,
    processes: [
      {
        name: `${name}-kubelet`,
        command: [
          'kubelet',
          `--bootstrap-kubeconfig=${credentials}/node/kubelet-bootstrap.kubeconfig`,
          '--kubeconfig=/var/lib/kubelet/kubeconfig',
          '--cert-dir=/var/lib/kubelet/pki',
          `--cluster-name=${variable.cluster}`,
          `--node-name=${name}`,
          `--node-ip=${address}`,
          `--root-dir=${root}`,
          '--host-root=/host',
          `--sandbox-image=${variable.machineImage}`,
          `--host-network=container:${variable.cluster}-${name}`,
          `--cluster-dns=${dnsAddress}`,
          `--capacity=${variable.nodeCapacity}`,
        ],
        mounts: [
          `${name}:${root}`,
          `${name}-kubelet:/var/lib/kubelet`,
          `node-credentials:${credentials}/node:ro`,
          `${variable.socket}:/var/run/docker.sock`,
          '/:/host',
        ],
        capabilities: ['NET_ADMIN', 'SYS_ADMIN', 'SYS_PTRACE'],
        seesHost: true,
        health: [10_248, '/healthz'],
        after: ['apiserver'],
      },
      proxy(name, 'node'),
    ],
  };
}

function proxy(machine: string, folder: string): Process {
  return {
    name: `${machine}-proxy`,
    command: [
      'proxy',
      `--kubeconfig=${credentials}/${folder}/proxy.kubeconfig`,
      `--node-name=${machine}`,
      `--cluster-cidr=${podCidr}`,
      `--service-cluster-ip-range=${serviceCidr}`,
      `--cluster-dns=${dnsAddress}`,
    ],
    mounts: [`${folder}-credentials:${credentials}/${folder}:ro`],
    capabilities: ['NET_ADMIN', 'NET_BIND_SERVICE'],
    health: [10_256, '/livez'],
    after: ['apiserver'],
  };
}
