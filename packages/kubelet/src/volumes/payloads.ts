/** What the files of a volume hold that shows objects of the API, or facts about the pod. */
import type {
  ConfigMap,
  DownwardAPIVolumeFile,
  KeyToPath,
  Secret,
  ServiceAccountTokenProjection,
  VolumeProjection,
  VolumeSource,
} from '@wherry/api/core-v1';
import type { DataReader } from '../containers/environment.ts';
import { containerResource, podField, type PodFacts } from '../containers/pod-fields.ts';
import type { Payload, PayloadFile } from './atomic-writer.ts';
import { tokenAccess } from './token-access.ts';

export interface PayloadSources {
  readonly facts: PodFacts;
  readonly data: DataReader;
  /** A token of the pod's service account that is good for a while. */
  readonly token: (request: ServiceAccountTokenProjection) => Promise<string>;
}

/** A volume cannot be made; the message is for users. */
export class VolumeError extends Error {
  override readonly name = 'VolumeError';
}

const DEFAULT_MODE = 0o644;

/** The files of such a volume; undefined for other kinds. @throws VolumeError when something needed is missing */
export async function payloadOf(source: Readonly<VolumeSource>, from: PayloadSources): Promise<Payload | undefined> {
  const { configMap, secret, downwardAPI, projected } = source;
  if (configMap !== undefined) return projection({ configMap }, from, configMap.defaultMode);
  if (secret !== undefined) {
    const { secretName: name = '', defaultMode, ...rest } = secret;
    return projection({ secret: { ...rest, name } }, from, defaultMode);
  }
  if (downwardAPI !== undefined) return projection({ downwardAPI }, from, downwardAPI.defaultMode);
  if (projected === undefined) return undefined;
  const parts = await Promise.all(projected.sources.map((each) => projection(each, from, projected.defaultMode)));
  return new Map(parts.flatMap((part) => [...part]));
}

async function projection(source: VolumeProjection, from: PayloadSources, mode = DEFAULT_MODE): Promise<Payload> {
  const { configMap, secret, downwardAPI, serviceAccountToken } = source;
  const namespace = from.facts.pod.metadata.namespace ?? '';
  if (configMap !== undefined) {
    const { name = '', items, optional = false } = configMap;
    const found = await from.data.configMap({ namespace, name });
    if (found === undefined && !optional) throw new VolumeError(`configmap "${name}" not found`);
    return pick(contentOfConfigMap(found), { items, optional, mode, noun: 'configmap' });
  }
  if (secret !== undefined) {
    const { name = '', items, optional = false } = secret;
    const found = await from.data.secret({ namespace, name });
    if (found === undefined && !optional) throw new VolumeError(`secret "${name}" not found`);
    return pick(contentOfSecret(found), { items, optional, mode, noun: 'secret' });
  }
  if (downwardAPI !== undefined)
    return new Map((downwardAPI.items ?? []).map((item) => [item.path, fact(item, from.facts, mode)]));
  if (serviceAccountToken !== undefined) {
    const content = Buffer.from(await from.token(serviceAccountToken));
    return new Map([[serviceAccountToken.path, { content, ...tokenAccess(from.facts.pod, mode) }]]);
  }
  throw new VolumeError('this source of a projected volume is not supported');
}

function contentOfConfigMap({ data = {}, binaryData = {} }: Readonly<Pick<ConfigMap, 'data' | 'binaryData'>> = {}) {
  return new Map([
    ...Object.entries(data).map(([key, text]) => [key, Buffer.from(text)] as const),
    ...Object.entries(binaryData).map(([key, base64]) => [key, Buffer.from(base64, 'base64')] as const),
  ]);
}

function contentOfSecret({ data = {} }: Readonly<Pick<Secret, 'data'>> = {}) {
  return new Map(Object.entries(data).map(([key, base64]) => [key, Buffer.from(base64, 'base64')] as const));
}

interface Picking {
  readonly items: readonly KeyToPath[] | undefined;
  readonly optional: boolean;
  readonly mode: number;
  readonly noun: string;
}

function pick(content: ReadonlyMap<string, Buffer>, { items, optional, mode, noun }: Picking): Payload {
  if (items === undefined) return new Map([...content].map(([key, value]) => [key, { content: value, mode }]));
  const files = new Map<string, PayloadFile>();
  for (const { key, path, mode: own = mode } of items) {
    const value = content.get(key);
    if (value !== undefined) files.set(path, { content: value, mode: own });
    else if (!optional)
      throw new VolumeError(`${noun} references non-existent ${noun === 'secret' ? 'secret' : 'config'} key: ${key}`);
  }
  return files;
}

function fact(
  { fieldRef, resourceFieldRef, mode: own }: DownwardAPIVolumeFile,
  facts: PodFacts,
  mode: number,
): PayloadFile {
  const file = (text: string) => ({ content: Buffer.from(text), mode: own ?? mode });
  if (fieldRef !== undefined) return file(podField(facts, fieldRef.fieldPath));
  const { containers, initContainers = [] } = facts.pod.spec;
  const container = [...containers, ...initContainers].find(({ name }) => name === resourceFieldRef?.containerName);
  if (resourceFieldRef === undefined || container === undefined)
    throw new VolumeError('the container of a resourceFieldRef is not in the pod');
  return file(containerResource(facts, resourceFieldRef, container));
}
