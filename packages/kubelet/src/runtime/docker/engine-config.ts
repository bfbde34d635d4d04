/** What the engine is told about a sandbox and a container. Pure. */
import type { ContainerCreateOptions, HostConfig, MountSettings } from 'dockerode';
import type { ContainerResources, ContainerSecurity, ContainerSpec, Mount, SandboxSpec } from '../runtime.ts';
import { containerLabels, containerName, sandboxLabels, sandboxName } from './labels.ts';

/** What all containers of a node have in common. */
export interface EngineFacts {
  readonly owner: string;
  readonly sandboxImage: string;
  /** The network of the node itself: `host`, or `container:<id>` of the one that holds it. */
  readonly hostNetwork: string;
  readonly cgroupDriver: 'cgroupfs' | 'systemd';
  /** What `privileged` gets: an engine may lack some capabilities itself. */
  readonly grantable: readonly string[];
  /** Whether the engine may protect processes from the out-of-memory killer. */
  readonly canLowerOomScore: boolean;
  /** Whether the kernel knows IPv6. */
  readonly hasIpv6: boolean;
}

const CPU_PERIOD = 100_000;
const SANDBOX_OOM_SCORE = -998;
const SANDBOX_CPU_SHARES = 2;
/** The engine takes IPv6 from containers without an address of it; `::1` belongs to every pod. */
const IPV6_LOOPBACK = { 'net.ipv6.conf.lo.disable_ipv6': '0' };
/** Reaps the children that containers leave it with a shared process namespace, and ends at once when told to. */
const PAUSE = "trap 'exit 0' TERM INT; while :; do sleep 86400 & wait $!; done";

export function sandboxConfig(
  spec: SandboxSpec,
  facts: EngineFacts,
): ContainerCreateOptions & { readonly name: string } {
  const isHost = spec.network === 'host';
  return {
    name: sandboxName(spec),
    Image: facts.sandboxImage,
    Entrypoint: ['/bin/sh', '-c', PAUSE],
    Cmd: [],
    Labels: { ...sandboxLabels(spec, facts.owner) },
    StopSignal: 'SIGTERM',
    // A container that joins another one's network cannot have a name of its own.
    ...(isHost && facts.hostNetwork !== 'host' ? {} : { Hostname: spec.hostname }),
    HostConfig: {
      NetworkMode: isHost ? facts.hostNetwork : 'none',
      IpcMode: spec.hostIpc ? 'host' : 'shareable',
      ...(spec.hostPid ? { PidMode: 'host' } : {}),
      ...(isHost && facts.hostNetwork !== 'host'
        ? {}
        : { Dns: [...spec.dns.servers], DnsSearch: [...spec.dns.searches], DnsOptions: [...spec.dns.options] }),
      Sysctls: { ...(isHost || !facts.hasIpv6 ? {} : IPV6_LOOPBACK), ...spec.sysctls },
      CgroupParent: cgroupParent(spec.pod.uid, facts),
      CpuShares: SANDBOX_CPU_SHARES,
      SecurityOpt: ['no-new-privileges'],
      Mounts: spec.mounts.map(mountSettings),
      LogConfig: { Type: 'none', Config: {} },
      ...oomScore(SANDBOX_OOM_SCORE, facts),
    },
  };
}

export function containerConfig(
  spec: ContainerSpec,
  facts: EngineFacts,
): ContainerCreateOptions & { readonly name: string } {
  return {
    name: containerName(spec),
    Image: spec.imageId,
    ...(spec.command === undefined ? {} : { Entrypoint: [...spec.command] }),
    // The engine drops the image's arguments only when there is an entrypoint of ours.
    ...(spec.args === undefined ? {} : { Cmd: [...spec.args] }),
    ...(spec.workingDir === undefined ? {} : { WorkingDir: spec.workingDir }),
    ...(spec.user === undefined ? {} : { User: spec.user }),
    Env: [...spec.env],
    Labels: { ...containerLabels(spec, facts.owner) },
    OpenStdin: spec.stdin,
    StdinOnce: spec.stdinOnce,
    Tty: spec.tty,
    // The kubelet's probes take the place of what an image asks for.
    Healthcheck: { Test: ['NONE'] },
    HostConfig: {
      NetworkMode: `container:${spec.sandboxId}`,
      IpcMode: `container:${spec.sandboxId}`,
      ...processes(spec),
      CgroupParent: cgroupParent(spec.pod.uid, facts),
      GroupAdd: spec.groups.map(String),
      Mounts: spec.mounts.map(mountSettings),
      LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '5' } },
      ReadonlyRootfs: spec.security.readOnlyRoot,
      ...confinement(spec.security, facts),
      ...limits(spec.resources),
      ...(spec.resources.oomScore === undefined ? {} : oomScore(spec.resources.oomScore, facts)),
    },
  };
}

/** With systemd a cgroup is a slice, whose name gives its place. */
function cgroupParent(uid: string, { cgroupDriver }: EngineFacts): string {
  return cgroupDriver === 'systemd' ? `wherry-pod${uid.replaceAll('-', '_')}.slice` : `/wherry/pod${uid}`;
}

function processes({ processes: whose, sandboxId }: ContainerSpec): Pick<HostConfig, 'PidMode'> {
  if (whose === 'own') return {};
  if (whose === 'host') return { PidMode: 'host' };
  return { PidMode: `container:${whose === 'pod' ? sandboxId : whose.container}` };
}

function confinement(security: ContainerSecurity, { grantable }: EngineFacts): HostConfig {
  const { privileged, seccomp, appArmor, noNewPrivileges, unmaskedProc } = security;
  if (privileged) {
    return {
      CapAdd: [...grantable],
      SecurityOpt: ['seccomp=unconfined', 'apparmor=unconfined'],
      DeviceCgroupRules: ['a *:* rwm'],
      MaskedPaths: [],
      ReadonlyPaths: [],
    };
  }
  return {
    CapAdd: security.addCapabilities.flatMap((name) => (name === 'ALL' ? grantable : [name])),
    CapDrop: [...security.dropCapabilities],
    SecurityOpt: [
      ...(noNewPrivileges ? ['no-new-privileges'] : []),
      ...(seccomp === 'unconfined' ? ['seccomp=unconfined'] : []),
      ...(appArmor === 'default' ? [] : [`apparmor=${appArmor}`]),
    ],
    ...(unmaskedProc ? { MaskedPaths: [], ReadonlyPaths: [] } : {}),
  };
}

/** What can also be changed while a container runs. */
export function limits({ cpuShares, cpuQuota, memoryBytes }: ContainerResources): HostConfig {
  return {
    ...(cpuShares === undefined ? {} : { CpuShares: cpuShares }),
    ...(cpuQuota === undefined ? {} : { CpuPeriod: CPU_PERIOD, CpuQuota: cpuQuota }),
    // As much memory with swap as without: no swap.
    ...(memoryBytes === undefined ? {} : { Memory: memoryBytes, MemorySwap: memoryBytes }),
  };
}

function oomScore(score: number, { canLowerOomScore }: EngineFacts): HostConfig {
  return { OomScoreAdj: canLowerOomScore ? score : Math.max(0, score) };
}

function mountSettings({ type, source, target, readOnly, propagation }: Mount): MountSettings {
  return {
    Type: type,
    Source: source,
    Target: target,
    ReadOnly: readOnly,
    ...(type === 'bind'
      ? // Left to itself the engine says rprivate, except of what lies within its own folder, where it must be rslave.
        propagation === undefined
        ? {}
        : { BindOptions: { Propagation: propagation } }
      : // What the image has at this place must not be copied into it.
        { VolumeOptions: { NoCopy: true, Labels: {}, DriverConfig: { Name: '', Options: {} } } }),
  };
}
