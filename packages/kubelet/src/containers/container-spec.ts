/** What the runtime is told of a container: the pod's words with everything in them resolved. Pure. */
import { parseImageName, type Container, type EphemeralContainer, type Pod } from '@wherry/api/core-v1';
import { containerHash } from '../pods/container-hash.ts';
import { newest } from '../pods/pod-containers.ts';
import type { ContainerSpec, ImageRecord, Mount, PodRecord } from '../runtime/runtime.ts';
import { containerSecurity, containerUser } from './container-security.ts';
import { configError } from './config-error.ts';
import { expand } from './expand.ts';
import { resourceLimits } from './resource-limits.ts';

export interface ContainerSpecInput {
  readonly pod: Readonly<Pod>;
  readonly container: Readonly<Container | EphemeralContainer>;
  readonly record: PodRecord;
  readonly sandboxId: string;
  readonly attempt: number;
  readonly image: ImageRecord;
  readonly environment: ReadonlyMap<string, string>;
  readonly mounts: readonly Mount[];
  readonly memoryCapacity: number;
}

/** @throws StartError for what cannot be done */
export function containerSpec(input: ContainerSpecInput): ContainerSpec {
  const { pod, container, record, sandboxId, attempt, image, environment, mounts, memoryCapacity } = input;
  const lookup = (name: string) => environment.get(name);
  const expanded = (texts: readonly string[] | undefined) => texts?.map((text) => expand(text, lookup));
  const command = expanded(container.command);
  const args = expanded(container.args);
  const user = containerUser({ pod, container }, image);
  const { supplementalGroups = [], fsGroup } = pod.spec.securityContext ?? {};
  return {
    pod: record.pod,
    sandboxId,
    name: container.name,
    attempt,
    hash: containerHash(container),
    imageId: image.id,
    image: container.image ?? '',
    ...digestOf(container.image ?? '', image),
    // An empty list is no command.
    ...(command === undefined || command.length === 0 ? {} : { command }),
    ...(args === undefined || args.length === 0 ? {} : { args }),
    ...(container.workingDir === undefined ? {} : { workingDir: container.workingDir }),
    ...(user === undefined ? {} : { user }),
    env: [...environment].map(([name, value]) => `${name}=${value}`),
    groups: [...supplementalGroups, ...(fsGroup === undefined ? [] : [fsGroup])],
    mounts,
    resources: resourceLimits(pod, container, { memoryCapacity }),
    security: containerSecurity({ pod, container }),
    processes: processesOf(input),
    stdin: container.stdin === true,
    stdinOnce: container.stdinOnce === true,
    tty: container.tty === true,
  };
}

/** Under which digest the registry knows the image; one that was built here has none. */
function digestOf(name: string, { digests }: ImageRecord): Pick<ContainerSpec, 'imageDigest'> {
  const repository = parseImageName(name)?.repository ?? '';
  const imageDigest = digests.find((digest) => parseImageName(digest)?.repository === repository) ?? digests[0];
  return imageDigest === undefined ? {} : { imageDigest };
}

function processesOf({ pod, container, record }: ContainerSpecInput): ContainerSpec['processes'] {
  if (pod.spec.hostPID === true) return 'host';
  if (pod.spec.shareProcessNamespace === true) return 'pod';
  const target = 'targetContainerName' in container ? (container.targetContainerName ?? '') : '';
  if (target === '') return 'own';
  const found = newest(record, target);
  if (found?.state.type !== 'running') throw configError(`unable to find target container ${target}`);
  return { container: found.id };
}
