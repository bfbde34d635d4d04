/** Rules for references to single values: fields of the pod, resources of containers, keys of objects and files. */
import type {
  ConfigMapKeySelector,
  FileKeySelector,
  ObjectFieldSelector,
  ResourceFieldSelector,
  SecretKeySelector,
} from './key-selectors.ts';
import { validatePathWithoutBacksteps } from './volume-path-validation.ts';
import { invalidFor } from '../meta-v1/field-rules.ts';
import { validateDns1123Label } from '../names/dns-names.ts';
import { validateConfigMapKey, validateEnvironmentName } from '../names/identifiers.ts';
import { validateQualifiedName } from '../names/label-syntax.ts';
import { nameIsDnsSubdomain } from '../names/object-names.ts';
import { Quantity } from '../scalars/quantity.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

/** The fields of a pod that exist for references at all; where one is used decides which of them it may name. */
const KNOWN_FIELDS: ReadonlySet<string> = new Set([
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.restartPolicy',
  'spec.schedulerName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.phase',
  'status.podIP',
  'status.podIPs',
]);

/** `metadata.labels['key']`; a key may hold anything, quotes included. */
const SUBSCRIPTED = /^(.+?)\['(.*)'\]$/s;

const RESOURCES = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
];
const HUGE_PAGES = /^(limits|requests)\.hugepages-/;

const BYTE_DIVISORS = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];
const BYTE_DIVISORS_TEXT = BYTE_DIVISORS.join(', ');

/** A field of the pod; `fields` are those that may be named here, without a subscript. */
export function validateObjectFieldSelector(
  selector: Readonly<ObjectFieldSelector>,
  fields: readonly string[],
  path: FieldPath,
): FieldError[] {
  const { apiVersion = '', fieldPath } = selector;
  if (apiVersion === '') return [FieldError.required(path.child('apiVersion'))];
  if (fieldPath === '') return [FieldError.required(path.child('fieldPath'))];
  const wrong = (reason: string): FieldError[] => [
    FieldError.invalid(path.child('fieldPath'), fieldPath, `error converting fieldPath: ${reason}`),
  ];
  if (apiVersion !== 'v1') return wrong(`unsupported pod version: ${apiVersion}`);
  const [, container, subscript] = SUBSCRIPTED.exec(fieldPath) ?? [];
  if (container !== undefined && subscript !== undefined) {
    if (container !== 'metadata.annotations' && container !== 'metadata.labels') {
      return wrong(`field label does not support subscript: ${fieldPath}`);
    }
    const key = container === 'metadata.annotations' ? subscript.toLowerCase() : subscript;
    return invalidFor(path, key, validateQualifiedName(key));
  }
  // The old name of a field is still understood.
  const name = fieldPath === 'spec.host' ? 'spec.nodeName' : fieldPath;
  if (!KNOWN_FIELDS.has(name)) return wrong(`field label not supported: ${fieldPath}`);
  return fields.includes(name) ? [] : [FieldError.notSupported(path.child('fieldPath'), name, fields.toSorted())];
}

/** A request or limit; in a volume, the container must be named. */
export function validateResourceFieldSelector(
  selector: Readonly<ResourceFieldSelector>,
  path: FieldPath,
  { inVolume }: { readonly inVolume: boolean },
): FieldError[] {
  const errors: FieldError[] = [];
  const { containerName = '', resource } = selector;
  if (inVolume && containerName === '') {
    errors.push(FieldError.required(path.child('containerName')));
  } else if (resource === '') {
    errors.push(FieldError.required(path.child('resource')));
  } else if (!RESOURCES.includes(resource) && !HUGE_PAGES.test(resource)) {
    errors.push(FieldError.notSupported(path.child('resource'), resource, RESOURCES));
  }
  return [...errors, ...validateDivisor(selector, path)];
}

function validateDivisor({ resource, divisor = '0' }: ResourceFieldSelector, path: FieldPath): FieldError[] {
  if (Quantity.parse(divisor).isZero()) return [];
  const wrong = (values: string, kind: string): FieldError[] => {
    const detail = `only divisor's values ${values} are supported with the ${kind} resource`;
    return [FieldError.invalid(path.child('divisor'), resource, detail)];
  };
  const isBytes = BYTE_DIVISORS.includes(divisor);
  if (HUGE_PAGES.test(resource)) return isBytes ? [] : wrong(BYTE_DIVISORS_TEXT, 'hugepages');
  if (!RESOURCES.includes(resource)) return [];
  if (resource.endsWith('.cpu')) return ['1m', '1'].includes(divisor) ? [] : wrong('1m and 1', 'cpu');
  if (resource.endsWith('.memory')) return isBytes ? [] : wrong(BYTE_DIVISORS_TEXT, 'memory');
  return isBytes ? [] : wrong(BYTE_DIVISORS_TEXT, 'local ephemeral storage');
}

/** A key of a ConfigMap or a Secret. */
export function validateKeySelector(
  selector: Readonly<ConfigMapKeySelector> | Readonly<SecretKeySelector>,
  path: FieldPath,
): FieldError[] {
  const name = selector.name ?? '';
  const errors = invalidFor(path.child('name'), name, nameIsDnsSubdomain(name));
  const keyPath = path.child('key');
  return selector.key === ''
    ? [...errors, FieldError.required(keyPath)]
    : [...errors, ...invalidFor(keyPath, selector.key, validateConfigMapKey(selector.key))];
}

/** A key in a file. That the volume is an emptyDir is checked with the whole pod. */
export function validateFileKeySelector(selector: Readonly<FileKeySelector>, path: FieldPath): FieldError[] {
  const { key, volumeName, path: file } = selector;
  const given = (name: string, value: string, errors: () => FieldError[]): FieldError[] =>
    value === '' ? [FieldError.required(path.child(name))] : errors();
  return [
    ...given('key', key, () => invalidFor(path.child('key'), key, validateEnvironmentName(key))),
    ...given('volumeName', volumeName, () =>
      invalidFor(path.child('volumeName'), volumeName, validateDns1123Label(volumeName)),
    ),
    ...given('path', file, () => validatePathWithoutBacksteps(file, path.child('path'))),
  ];
}
