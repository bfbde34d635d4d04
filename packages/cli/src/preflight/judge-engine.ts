/** Whether an engine and a Compose can carry a cluster. Pure. */

export interface EngineInfo {
  readonly apiVersion: string;
  readonly version: string;
  /** `linux`, `windows` */
  readonly osType: string;
  readonly memoryBytes: number;
  readonly cpus: number;
  /** Where the engine keeps everything. */
  readonly rootDir: string;
  /** Free bytes there; undefined when that cannot be seen from here. */
  readonly freeBytes: number | undefined;
}

/** Why a cluster cannot be started. */
export interface Problem {
  readonly problem: string;
  readonly remedy: string;
}

const MIB = 1024 * 1024;
const leastMemory = 1024 * MIB;
/** Images, and what the first pods write. */
const leastDisk = 2048 * MIB;
const oldestApi = [1, 41] as const;
/** From here on Compose v1 cannot replace a container: it reads a field of images that is gone. */
const tooNewForComposeV1 = [1, 44] as const;

export function judgeEngine(engine: EngineInfo, compose: { readonly version: string }): Problem | undefined {
  const { apiVersion, version, osType, memoryBytes, rootDir, freeBytes } = engine;
  if (osType !== 'linux') {
    return { problem: `The Docker engine runs ${osType} containers`, remedy: 'switch it to Linux containers' };
  }
  if (isBefore(apiVersion, oldestApi)) {
    return { problem: `The Docker engine ${version} is too old`, remedy: 'install 20.10 or later' };
  }
  if (compose.version.startsWith('1.') && !isBefore(apiVersion, tooNewForComposeV1)) {
    return {
      problem: `Docker Compose ${compose.version} cannot replace containers of the Docker engine ${version}`,
      remedy: 'install Compose v2 (https://docs.docker.com/compose/install)',
    };
  }
  if (memoryBytes < leastMemory) {
    return {
      problem: `The Docker engine has ${mib(memoryBytes)} of memory`,
      remedy: `give it ${mib(leastMemory)} or more`,
    };
  }
  if (freeBytes !== undefined && freeBytes < leastDisk) {
    return {
      problem: `${rootDir}, where the Docker engine keeps images and volumes, has ${mib(freeBytes)} free`,
      remedy: `make room for ${mib(leastDisk)}, for example with: docker image prune`,
    };
  }
  return undefined;
}

function isBefore(version: string, [major, minor]: readonly [number, number]): boolean {
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number);
  return ownMajor < major || (ownMajor === major && ownMinor < minor);
}

const mib = (bytes: number): string => `${Math.floor(bytes / MIB)} MiB`;
