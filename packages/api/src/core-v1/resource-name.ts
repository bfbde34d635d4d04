/** What the name of a resource says about it: `cpu`, `hugepages-2Mi`, `example.com/gpu`. */
import { validateQualifiedName } from '../names/label-syntax.ts';

const HUGE_PAGES_PREFIX = 'hugepages-';
const CONTAINER_RESOURCES: ReadonlySet<string> = new Set(['cpu', 'memory', 'ephemeral-storage']);
const COUNTED_OBJECTS: ReadonlySet<string> = new Set([
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
]);
const STANDARD_RESOURCES: ReadonlySet<string> = new Set([
  ...CONTAINER_RESOURCES,
  ...[...CONTAINER_RESOURCES].flatMap((name) => [`requests.${name}`, `limits.${name}`]),
  ...COUNTED_OBJECTS,
  'storage',
  'requests.storage',
]);

/** Pages of memory of a certain size, such as `hugepages-2Mi`. */
export function isHugePages(name: string): boolean {
  return name.startsWith(HUGE_PAGES_PREFIX);
}

/** The same where quota names it: `hugepages-2Mi` or `requests.hugepages-2Mi`. */
export function isQuotaHugePages(name: string): boolean {
  return isHugePages(name) || name.startsWith(`requests.${HUGE_PAGES_PREFIX}`);
}

/** The size of the pages: `2Mi` of `hugepages-2Mi`. */
export function hugePageSizeOf(name: string): string {
  return name.slice(HUGE_PAGES_PREFIX.length);
}

/** Kubernetes' own: without a domain, or under kubernetes.io. */
export function isNativeResource(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/');
}

/** A resource that a device plugin or an administrator adds, such as `example.com/gpu`. */
export function isExtendedResource(name: string): boolean {
  if (isNativeResource(name) || name.startsWith('requests.')) return false;
  return validateQualifiedName(`requests.${name}`).length === 0;
}

/** Whether requests may be lower than limits. */
export function allowsOvercommit(name: string): boolean {
  return isNativeResource(name) && !isHugePages(name);
}

/** Whether there are only whole units of it. */
export function isIntegerResource(name: string): boolean {
  return COUNTED_OBJECTS.has(name) || isExtendedResource(name);
}

/** What a container may ask for by a name without a domain. */
export function isContainerResource(name: string): boolean {
  return CONTAINER_RESOURCES.has(name) || isHugePages(name);
}

/** Every name without a domain that means something. */
export function isStandardResource(name: string): boolean {
  return STANDARD_RESOURCES.has(name) || isQuotaHugePages(name);
}

/** What can be given for a pod as a whole. */
export function isPodLevelResource(name: string): boolean {
  return name === 'cpu' || name === 'memory' || isHugePages(name);
}
