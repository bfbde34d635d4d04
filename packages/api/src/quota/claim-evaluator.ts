/** How PersistentVolumeClaims count for quotas: by number and size, altogether and by storage class. */
import type { PersistentVolumeClaim } from '../core-v1/persistent-volume-claim.ts';
import type { ScopedResourceSelectorRequirement } from '../core-v1/resource-quota.ts';
import { PersistentVolumeClaims } from '../core-v1/resources.ts';
import { storageClassOf } from '../core-v1/volume-binding.ts';
import { Quantity } from '../scalars/quantity.ts';
import type { Amounts } from './amounts.ts';
import { countName, evaluatorFor } from './evaluator.ts';
import { isNameInScope } from './scope-values.ts';

const COUNT = countName(PersistentVolumeClaims);
const NUMBER = 'persistentvolumeclaims';
const STORAGE = 'requests.storage';
/** `gold.storageclass.storage.k8s.io/requests.storage` */
const OF_CLASS = '.storageclass.storage.k8s.io/';

export const claimEvaluator = evaluatorFor(PersistentVolumeClaims, { counts, usageOf, isInScope });

function counts(name: string): boolean {
  return name === COUNT || [NUMBER, STORAGE].some((each) => name === each || name.endsWith(`${OF_CLASS}${each}`));
}

function usageOf(claim: Readonly<PersistentVolumeClaim>): Amounts {
  const storageClass = storageClassOf(claim);
  const usage = new Map([[COUNT, Quantity.of(1)]]);
  const charge = (name: string, amount: Quantity): void => {
    usage.set(name, amount);
    if (storageClass !== '') usage.set(`${storageClass}${OF_CLASS}${name}`, amount);
  };
  charge(NUMBER, Quantity.of(1));
  const storage = storageOf(claim);
  if (storage !== undefined) charge(STORAGE, storage);
  return usage;
}

/** What is asked for or, while a claim is made smaller again, what is set aside for it; in whole bytes. */
function storageOf({ spec, status }: Readonly<PersistentVolumeClaim>): Quantity | undefined {
  const { storage: asked } = spec.resources.requests ?? {};
  if (asked === undefined) return undefined;
  const sizes = [asked, status.allocatedResources?.['storage'] ?? '0'].map((text) => Quantity.parse(text));
  const largest = sizes.reduce((one, other) => (other.compare(one) > 0 ? other : one));
  return largest.equals(Quantity.of(largest.value())) ? largest : Quantity.of(largest.value(), largest.format);
}

function isInScope(
  { spec, status }: Readonly<PersistentVolumeClaim>,
  scope: Readonly<ScopedResourceSelectorRequirement>,
): boolean {
  if (scope.scopeName !== 'VolumeAttributesClass') return false;
  const classes = [
    spec.volumeAttributesClassName,
    status.currentVolumeAttributesClassName,
    status.modifyVolumeStatus?.targetVolumeAttributesClassName,
  ].filter((name) => name !== undefined && name !== '');
  return (classes.length === 0 ? [undefined] : classes).some((name) => isNameInScope(scope, name));
}
