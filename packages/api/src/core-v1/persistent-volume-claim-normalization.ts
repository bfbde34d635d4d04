/** What the server makes of a claim before it checks it, and what its writer should know. */
import { STORAGE_CLASS_ANNOTATION } from './persistent-volume-claim-validation.ts';
import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from './persistent-volume-claim.ts';
import { Quantity } from '../scalars/quantity.ts';
import { FieldPath } from '../status/field-path.ts';

/**
 * Brings both ways of naming a source of data in line, in place; `old` is the claim before, when it is changed.
 * A source that the older field cannot name is dropped from it, as it always was.
 */
export function normalizeDataSources({ spec }: PersistentVolumeClaim, old?: Readonly<PersistentVolumeClaim>): void {
  const hadSource = old?.spec.dataSource !== undefined || old?.spec.dataSourceRef !== undefined;
  // Sources in other namespaces need a feature that is off.
  if ((spec.dataSourceRef?.namespace ?? '') !== '' && old?.spec.dataSourceRef === undefined) {
    delete spec.dataSourceRef;
  }
  if (!hadSource && spec.dataSourceRef === undefined && !namesClaimOrSnapshot(spec)) {
    delete spec.dataSource;
  }
  const { dataSource, dataSourceRef } = spec;
  if (dataSource !== undefined && dataSourceRef === undefined) {
    spec.dataSourceRef = { ...dataSource };
  } else if (dataSource === undefined && dataSourceRef !== undefined && (dataSourceRef.namespace ?? '') === '') {
    const { namespace: _, ...local } = dataSourceRef;
    spec.dataSource = local;
  }
}

function namesClaimOrSnapshot({ dataSource }: PersistentVolumeClaimSpec): boolean {
  const { apiGroup = '', kind } = dataSource ?? { kind: '' };
  return (
    (kind === 'PersistentVolumeClaim' && apiGroup === '') ||
    (kind === 'VolumeSnapshot' && apiGroup === 'snapshot.storage.k8s.io')
  );
}

/** Texts for `Warning:` headers. */
export function persistentVolumeClaimWarnings({ metadata, spec }: Readonly<PersistentVolumeClaim>): string[] {
  const warnings: string[] = [];
  if (metadata.annotations?.[STORAGE_CLASS_ANNOTATION] !== undefined) {
    const path = FieldPath.of('metadata', 'annotations').key(STORAGE_CLASS_ANNOTATION);
    warnings.push(`${path.toString()}: deprecated since v1.8; use "storageClassName" attribute instead`);
  }
  return [...warnings, ...claimSpecWarnings(FieldPath.of('spec'), spec)];
}

/** Warnings about what a claim, or a template for claims, asks for. */
export function claimSpecWarnings(path: FieldPath, { resources }: Readonly<PersistentVolumeClaimSpec>): string[] {
  return (['requests', 'limits'] as const).flatMap((name) => {
    const text = resources[name]?.['storage'] ?? '0';
    const field = path.child('resources', name).key('storage').toString();
    return Quantity.parse(text).milliValue() % 1000n === 0n
      ? []
      : [`${field}: fractional byte value "${text}" is invalid, must be an integer`];
  });
}
