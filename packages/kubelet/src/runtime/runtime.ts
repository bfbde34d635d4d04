/**
 * What the kubelet asks of a container engine. The interface belongs to the kubelet: it holds what pods need and nothing
 * else. Everything that an implementation creates can be found again by `pods`, so that a kubelet which starts anew
 * takes on what runs; creating what is there already hands out what is there.
 */

/** A pod, as containers remember it. */
export interface PodRef {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

export interface Mount {
  /** A path of the engine's host, or a volume that `createVolume` made. */
  readonly type: 'bind' | 'volume';
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
  /** How later mounts travel. @default none */
  readonly propagation?: 'rslave' | 'rshared';
}

export interface SandboxSpec {
  readonly pod: PodRef;
  /** Counts the sandboxes of a pod from 0 on. */
  readonly attempt: number;
  readonly hostname: string;
  /** `pod`: an own network, without devices until somebody adds them. `host`: that of the node. */
  readonly network: 'pod' | 'host';
  /** What the pod will be reached by; remembered with the sandbox. */
  readonly addresses: readonly string[];
  readonly dns: {
    readonly servers: readonly string[];
    readonly searches: readonly string[];
    readonly options: readonly string[];
  };
  readonly sysctls: Readonly<Record<string, string>>;
  readonly hostPid: boolean;
  readonly hostIpc: boolean;
  /** Volumes that live as long as the sandbox. */
  readonly mounts: readonly Mount[];
}

/** Limits as cgroups have them; the engine translates them for its version of cgroups. */
export interface ContainerResources {
  /** Weight under contention; 1024 is one CPU. */
  readonly cpuShares?: number;
  /** Microseconds of CPU in 100,000. */
  readonly cpuQuota?: number;
  readonly memoryBytes?: number;
  /** From -1000, never killed, to 1000, killed first. */
  readonly oomScore?: number;
}

export interface ContainerSecurity {
  readonly privileged: boolean;
  readonly addCapabilities: readonly string[];
  readonly dropCapabilities: readonly string[];
  readonly readOnlyRoot: boolean;
  readonly noNewPrivileges: boolean;
  readonly seccomp: 'default' | 'unconfined';
  /** `default`, `unconfined`, or a profile that is loaded. */
  readonly appArmor: string;
  readonly unmaskedProc: boolean;
}

export interface ContainerSpec {
  readonly pod: PodRef;
  readonly sandboxId: string;
  readonly name: string;
  /** Counts the containers of this name from 0 on: the restart count. */
  readonly attempt: number;
  /** Of the part of the pod's spec that a container cannot outlive. */
  readonly hash: string;
  /** The image to run, by id. */
  readonly imageId: string;
  /** The image as the pod names it. */
  readonly image: string;
  /** `repository@sha256:…`, where a registry has it. */
  readonly imageDigest?: string;
  /** Instead of the image's entrypoint. */
  readonly command?: readonly string[];
  /** Instead of the image's arguments. */
  readonly args?: readonly string[];
  readonly workingDir?: string;
  /** `NAME=value` */
  readonly env: readonly string[];
  /** `uid`, `uid:gid`, or names of the image. @default the image's */
  readonly user?: string;
  readonly groups: readonly number[];
  readonly mounts: readonly Mount[];
  readonly resources: ContainerResources;
  readonly security: ContainerSecurity;
  /** Whose processes it sees; a container is given by id. */
  readonly processes: 'own' | 'pod' | 'host' | { readonly container: string };
  readonly stdin: boolean;
  readonly stdinOnce: boolean;
  readonly tty: boolean;
}

/** Times are milliseconds since 1970. */
export interface SandboxRecord {
  readonly id: string;
  readonly attempt: number;
  readonly isReady: boolean;
  readonly createdAt: number;
  readonly addresses: readonly string[];
  readonly network: 'pod' | 'host';
  /** Of its first process, while it runs. */
  readonly pid?: number;
}

export type ContainerRunState =
  | { readonly type: 'created' }
  | { readonly type: 'running'; readonly startedAt: number; readonly pid: number }
  | {
      readonly type: 'exited';
      readonly startedAt: number;
      readonly finishedAt: number;
      readonly exitCode: number;
      readonly reason: 'Completed' | 'Error' | 'OOMKilled' | 'StartError';
      /** What the engine has to say about it. */
      readonly message: string;
    };

export interface ContainerRecord {
  readonly id: string;
  readonly sandboxId: string;
  readonly name: string;
  readonly attempt: number;
  readonly hash: string;
  readonly image: string;
  /** As a container status shows it. */
  readonly imageId: string;
  readonly createdAt: number;
  readonly state: ContainerRunState;
  /** What it may use at present. */
  readonly resources?: Omit<ContainerResources, 'oomScore'>;
}

/** All that there is of a pod; newest first. */
export interface PodRecord {
  readonly pod: PodRef;
  readonly sandboxes: readonly SandboxRecord[];
  readonly containers: readonly ContainerRecord[];
}

export interface ImageRecord {
  readonly id: string;
  /** `repository:tag` */
  readonly tags: readonly string[];
  /** `repository@sha256:…` */
  readonly digests: readonly string[];
  readonly sizeBytes: number;
  /** The user of its configuration: '', a uid or name, perhaps with `:group`. */
  readonly user: string;
}

export interface RegistryCredentials {
  readonly username: string;
  readonly password: string;
  /** Instead of the two. */
  readonly identityToken?: string;
  readonly server: string;
}

export interface RuntimeInfo {
  /** As node status shows it, such as `docker://20.10.24`. */
  readonly version: string;
  readonly kernelVersion: string;
  readonly osImage: string;
  readonly architecture: string;
  readonly cgroupVersion: 1 | 2;
  readonly cpus: number;
  readonly memoryBytes: number;
}

/** As whom a process runs. */
export interface ProcessUser {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
}

export interface ExecResult {
  readonly exitCode: number;
  /** Standard output and error as they came, at most 10 kB of it. */
  readonly output: string;
}

export interface LogQuery {
  readonly follow?: boolean;
  /** Lines from the end. */
  readonly tail?: number;
  /** Milliseconds since 1970. */
  readonly since?: number;
  readonly timestamps?: boolean;
  readonly signal?: AbortSignal;
}

/** What a container has written at a time: a line with its newline, or a part of a long line without. */
export interface LogPiece {
  readonly stream: 'stdout' | 'stderr';
  /** When it was written: RFC 3339 with nanoseconds. */
  readonly time: string;
  readonly bytes: Buffer;
}

export interface PieceQuery extends Omit<LogQuery, 'timestamps'> {
  /** @default all */
  readonly stream?: 'all' | 'stdout' | 'stderr';
}

/** In characters. */
export interface TerminalSize {
  readonly width: number;
  readonly height: number;
}

/** Who a command or a container talks to. */
export interface StreamPeer {
  /** What it reads; the end of this is the end of its standard input. @default it has no standard input */
  readonly stdin?: AsyncIterable<Buffer>;
  /** Takes what it has written. Nothing more is read of it before this resolves. A terminal writes to stdout only. */
  readonly write: (stream: 'stdout' | 'stderr', bytes: Buffer) => Promise<void> | void;
  /** @default a terminal keeps its size */
  readonly sizes?: AsyncIterable<TerminalSize>;
  /** Aborted when the peer has gone: a command of its own is told so (SIGHUP), and its output is of no interest. */
  readonly signal: AbortSignal;
}

/** The engine refused or failed; the message is for users. */
export class RuntimeError extends Error {
  override readonly name = 'RuntimeError';
}

export interface Images {
  /** undefined when it is not on this machine. */
  inspect(name: string): Promise<ImageRecord | undefined>;
  list(): Promise<ImageRecord[]>;
  /** @throws RuntimeError with the registry's words */
  pull(
    name: string,
    options?: { readonly credentials?: RegistryCredentials; readonly signal?: AbortSignal },
  ): Promise<void>;
  /** One that is not there is no failure. @throws RuntimeError while it is in use */
  remove(name: string): Promise<void>;
}

/** All methods throw RuntimeError. What is asked of something that is gone already has been done. */
export interface Runtime {
  readonly images: Images;
  info(): Promise<RuntimeInfo>;
  /** Everything that this node has made, by pod. */
  pods(): Promise<PodRecord[]>;
  pod(uid: string): Promise<PodRecord | undefined>;
  /** Creates and starts a sandbox; resolves when it is ready. */
  startSandbox(spec: SandboxSpec): Promise<SandboxRecord>;
  stopSandbox(id: string): Promise<void>;
  removeSandbox(id: string): Promise<void>;
  /** Resolves with the id. */
  createContainer(spec: ContainerSpec): Promise<string>;
  startContainer(id: string): Promise<void>;
  /** Asks it to end and, after so many seconds, ends it; resolves when it has ended. */
  stopContainer(id: string, options: { readonly graceSeconds: number }): Promise<void>;
  /** Of the first process of a running container; undefined: not known. */
  processUser(pid: number): Promise<ProcessUser | undefined>;
  /** Gives a running container other limits. */
  updateContainer(id: string, resources: ContainerResources): Promise<void>;
  removeContainer(id: string): Promise<void>;
  /** Makes a volume in memory. */
  createVolume(
    name: string,
    options: { readonly pod: PodRef; readonly sizeBytes?: number; readonly group?: number },
  ): Promise<void>;
  /** The names of a pod's volumes. */
  volumes(uid: string): Promise<string[]>;
  removeVolume(name: string): Promise<void>;
  /** Puts the files of an image into an empty folder, for a volume of a pod. */
  unpackImage(
    imageId: string,
    options: { readonly pod: PodRef; readonly volume: string; readonly folder: string },
  ): Promise<void>;
  /** Runs a command in a running container to its end. */
  exec(id: string, command: readonly string[], options?: { readonly signal?: AbortSignal }): Promise<ExecResult>;
  /** Standard output and error, a line at a time, without the newline. */
  logs(id: string, query?: LogQuery): AsyncIterable<string>;
  /** What a container has written, as it was written; ends with the container when it is followed. */
  logPieces(id: string, query?: PieceQuery): AsyncIterable<LogPiece>;
  /**
   * Runs a command in a running container for somebody to talk to. Resolves with its exit code, when all that it has
   * written was taken; rejects when the peer goes.
   */
  converse(
    id: string,
    command: readonly string[],
    options: { readonly tty: boolean; readonly peer: StreamPeer },
  ): Promise<number>;
  /** Lets somebody talk to the process of a running container; resolves when that has ended, rejects when the peer goes. */
  attach(id: string, options: { readonly peer: StreamPeer }): Promise<void>;
  /**
   * The uids of pods of which something has started or ended, as it happens. Some may be missed: it ends or throws when
   * the engine does, and nothing is told again.
   */
  events(options: { readonly signal: AbortSignal }): AsyncIterable<string>;
}
