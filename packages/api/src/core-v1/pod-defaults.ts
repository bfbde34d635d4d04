/** What stands in for fields of a pod that are not given, where that depends on other fields. */
import type { Container, ContainerPort } from './container.ts';
import { parseImageName } from './image-name.ts';
import { allContainers } from './pod-containers.ts';
import { aggregateContainerResources } from './pod-resources.ts';
import type { Pod, PodSpec } from './pod.ts';
import { allowsOvercommit, isHugePages, isPodLevelResource } from './resource-name.ts';
import type { ResourceRequirements } from './resource-requirements.ts';
import type { PullPolicy } from './volume-source.ts';
import type { Volume } from './volume.ts';
import { Quantity } from '../scalars/quantity.ts';

type Amounts = Record<string, string>;

/** Canonical texts of amounts below a thousandth, to which no limit can be set. */
const FINER_THAN_MILLI = /([nu]|e-[69])$/;

/** The defaults that pods and templates have in common; constants are in the schema. */
export function setPodSpecDefaults(spec: PodSpec): void {
  spec.securityContext ??= {};
  const account = spec.serviceAccountName || spec.serviceAccount;
  if (account) {
    spec.serviceAccountName = account;
    spec.serviceAccount = account;
  }
  for (const container of allContainers(spec)) setContainerDefaults(container);
  for (const volume of spec.volumes ?? []) setVolumeDefaults(volume);
  for (const amounts of [spec.overhead, spec.resources?.limits, spec.resources?.requests]) roundUpToMilli(amounts);
}

/** The defaults that only Pods have: in a template they would show up in objects that never had them. */
export function setPodDefaults(pod: Pod): void {
  const { spec } = pod;
  setPodSpecDefaults(spec);
  const containers = [...spec.containers, ...(spec.initContainers ?? [])];
  for (const { resources } of containers) {
    if (resources.limits) resources.requests = { ...resources.limits, ...resources.requests };
  }
  if (spec.resources) setPodLevelDefaults(spec, spec.resources);
  spec.enableServiceLinks ??= true;
  if (spec.hostNetwork === true) for (const { ports } of containers) for (const port of ports ?? []) openOnNode(port);
}

function setContainerDefaults(container: Container): void {
  container.imagePullPolicy ||= pullPolicyFor(container.image);
  roundUpToMilli(container.resources.limits);
  roundUpToMilli(container.resources.requests);
}

function setVolumeDefaults(volume: Volume): void {
  const { name: _name, ...source } = volume;
  if (Object.keys(source).length === 0) volume.emptyDir = {};
  if (volume.image) volume.image.pullPolicy ||= pullPolicyFor(volume.image.reference);
}

function pullPolicyFor(image = ''): PullPolicy {
  return parseImageName(image)?.tag === 'latest' ? 'Always' : 'IfNotPresent';
}

function openOnNode(port: ContainerPort): void {
  port.hostPort ||= port.containerPort;
}

function roundUpToMilli(amounts: Amounts | undefined): void {
  for (const [name, text] of Object.entries(amounts ?? {})) {
    if (!FINER_THAN_MILLI.test(text) || amounts === undefined) continue;
    const quantity = Quantity.parse(text);
    amounts[name] = Quantity.ofMilli(quantity.milliValue(), quantity.format).toString();
  }
}

// What is said for the pod as a whole in part is completed from what its containers say (KEP-2837).
function setPodLevelDefaults(spec: PodSpec, resources: ResourceRequirements): void {
  const isEmpty = (amounts: Amounts | undefined): boolean => Object.keys(amounts ?? {}).length === 0;
  if (isEmpty(resources.limits) && isEmpty(resources.requests)) return;

  const limits: Amounts = { ...resources.limits };
  for (const [name, sum] of aggregateContainerResources(spec, 'limits')) {
    if (isHugePages(name) && resources.requests?.[name] === undefined) limits[name] ??= sum.toString();
  }
  if (isEmpty(limits)) return;
  resources.limits = limits;

  const requests: Amounts = { ...resources.requests };
  for (const [name, sum] of aggregateContainerResources(spec, 'requests')) {
    if (isPodLevelResource(name) && allowsOvercommit(name)) requests[name] ??= sum.toString();
  }
  for (const [name, limit] of Object.entries(limits)) {
    if (isPodLevelResource(name)) requests[name] ??= limit;
  }
  if (!isEmpty(requests)) resources.requests = requests;
}
