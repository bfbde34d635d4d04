/** What is worth a warning in the volumes of a pod. */
import { claimSpecWarnings } from './persistent-volume-claim-normalization.ts';
import type { VolumeProjection } from './projected-volume.ts';
import type { Volume, VolumeSource } from './volume.ts';
import { quote } from '../encoding/quote.ts';
import type { FieldPath } from '../status/field-path.ts';

const DEPRECATED: readonly (readonly [keyof VolumeSource, string, name?: string])[] = [
  ['photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+'],
  ['gitRepo', 'deprecated in v1.11'],
  ['scaleIO', 'deprecated in v1.16, non-functional in v1.22+'],
  ['flocker', 'deprecated in v1.22, non-functional in v1.25+'],
  ['storageos', 'deprecated in v1.22, non-functional in v1.25+', 'storageOS'],
  ['quobyte', 'deprecated in v1.22, non-functional in v1.25+'],
  ['glusterfs', 'deprecated in v1.25, non-functional in v1.26+'],
  ['cephfs', 'deprecated in v1.28, non-functional in v1.31+'],
  ['rbd', 'deprecated in v1.28, non-functional in v1.31+'],
];

/** Warnings for plugins that are gone, and for files that get in each other's way. */
export function volumeWarnings(volumes: readonly Volume[], path: FieldPath): string[] {
  return [
    ...volumes.flatMap((volume, index) => sourceWarnings(volume, path.index(index))),
    ...volumes.flatMap(overlapWarnings),
  ];
}

function sourceWarnings(volume: Volume, path: FieldPath): string[] {
  const claim = volume.ephemeral?.volumeClaimTemplate?.spec;
  return [
    ...DEPRECATED.filter(([source]) => volume[source] !== undefined).map(
      ([source, message, name = source]) => `${path.child(name).toString()}: ${message}`,
    ),
    ...(claim ? claimSpecWarnings(path.child('ephemeral', 'volumeClaimTemplate', 'spec'), claim) : []),
  ];
}

type Files = readonly { readonly path: string }[];

interface PlacedFile {
  readonly path: string;
  /** How a warning names it. */
  readonly text: string;
}

function overlapWarnings({ name, configMap, secret, downwardAPI, projected }: Volume): string[] {
  const warn = (source: string, files: readonly PlacedFile[]): string[] =>
    overlaps(files).map((overlap) => `volume ${quote(name)} (${source}): overlapping paths: ${overlap}`);
  const sources = projected?.sources ?? [];
  return [
    ...warn(`ConfigMap ${quote(configMap?.name ?? '')}`, placed(configMap?.items)),
    ...warn(`Secret ${quote(secret?.secretName ?? '')}`, placed(secret?.items)),
    ...warn('DownwardAPI', placed(downwardAPI?.items)),
    ...sources
      .filter((source) => Object.keys(source).length === 0)
      .map(() => `volume ${quote(name)} (Projected) has no sources provided`),
    ...warn('Projected', sources.flatMap(projectedFiles)),
  ];
}

function projectedFiles({ configMap, secret, downwardAPI, serviceAccountToken }: VolumeProjection): PlacedFile[] {
  return [
    ...placed(configMap?.items, `ConfigMap ${quote(configMap?.name ?? '')}`),
    ...placed(secret?.items, `Secret ${quote(secret?.name ?? '')}`),
    ...placed(downwardAPI?.items, 'DownwardAPI'),
    ...placed(serviceAccountToken && [serviceAccountToken], 'ServiceAccountToken'),
  ];
}

function placed(files: Files = [], source?: string): PlacedFile[] {
  return files
    .map((file) => file.path.replace(/\/+$/, ''))
    .map((path) => ({ path, text: source === undefined ? quote(path) : `${quote(path)} (${source})` }));
}

// Two files overlap if they are the same or one is a directory of the other.
function overlaps(files: readonly PlacedFile[]): string[] {
  return files.flatMap((file, index) =>
    files
      .slice(0, index)
      .filter(({ path }) => path !== '' && file.path !== '' && (isWithin(path, file.path) || isWithin(file.path, path)))
      .map((other) => `${file.text} with ${other.text}`),
  );
}

function isWithin(path: string, directory: string): boolean {
  return `${path}/`.startsWith(`${directory}/`);
}
