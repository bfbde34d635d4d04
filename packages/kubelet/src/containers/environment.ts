/** The environment of a container: what its pod says, with what it refers to, and the services that there are. */
import type { ConfigMap, Container, EnvVar, EnvVarSource, Secret, Service } from '@wherry/api/core-v1';
import { configError } from './config-error.ts';
import { expand } from './expand.ts';
import { containerResource, podField, type PodFacts } from './pod-fields.ts';
import { serviceEnvironment } from './service-environment.ts';

/** Where data comes from; undefined when there is no such object. */
export interface DataReader {
  configMap(place: { readonly namespace: string; readonly name: string }): Promise<Readonly<ConfigMap> | undefined>;
  secret(place: { readonly namespace: string; readonly name: string }): Promise<Readonly<Secret> | undefined>;
}

export interface EnvironmentInput {
  readonly facts: PodFacts;
  readonly container: Readonly<Container>;
  readonly data: DataReader;
  readonly services: readonly Readonly<Service>[];
}

/** The variables by name. @throws StartError when something that is not optional is missing */
export async function environmentOf(input: EnvironmentInput): Promise<Map<string, string>> {
  const { facts, container, services } = input;
  const { metadata, spec } = facts.pod;
  const links = spec.enableServiceLinks ?? true;
  const fromServices = serviceEnvironment(services, { namespace: metadata.namespace ?? '', links });
  const variables = await fromSources(input);
  const lookup = (name: string) => variables.get(name) ?? fromServices.get(name);
  for (const variable of container.env ?? []) {
    const value = await valueOf(input, variable, lookup);
    if (value !== undefined) variables.set(variable.name, value);
  }
  for (const [name, value] of fromServices) if (!variables.has(name)) variables.set(name, value);
  return variables;
}

async function fromSources({ facts, container, data }: EnvironmentInput): Promise<Map<string, string>> {
  const namespace = facts.pod.metadata.namespace ?? '';
  const variables = new Map<string, string>();
  for (const { prefix = '', configMapRef, secretRef } of container.envFrom ?? []) {
    const { name = '', optional = false } = configMapRef ?? secretRef ?? {};
    const values =
      configMapRef === undefined
        ? decoded(await data.secret({ namespace, name }))
        : dataOf(await data.configMap({ namespace, name }));
    if (values === undefined) {
      if (optional) continue;
      throw configError(`${configMapRef === undefined ? 'secret' : 'configmap'} "${name}" not found`);
    }
    for (const [key, value] of Object.entries(values)) variables.set(`${prefix}${key}`, value);
  }
  return variables;
}

/** A ConfigMap without data is there all the same. */
function dataOf(configMap: Readonly<ConfigMap> | undefined): Readonly<Record<string, string>> | undefined {
  return configMap === undefined ? undefined : (configMap.data ?? {});
}

function decoded(secret: Readonly<Secret> | undefined): Record<string, string> | undefined {
  if (secret === undefined) return undefined;
  const entries = Object.entries(secret.data ?? {});
  return Object.fromEntries(entries.map(([key, value]) => [key, Buffer.from(value, 'base64').toString('utf8')]));
}

async function valueOf(
  input: EnvironmentInput,
  { value = '', valueFrom }: EnvVar,
  lookup: (name: string) => string | undefined,
): Promise<string | undefined> {
  return valueFrom === undefined ? expand(value, lookup) : fromSource(input, valueFrom);
}

async function fromSource(input: EnvironmentInput, source: EnvVarSource): Promise<string | undefined> {
  const { facts, container, data } = input;
  const namespace = facts.pod.metadata.namespace ?? '';
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = source;
  if (fieldRef !== undefined) return podField(facts, fieldRef.fieldPath);
  if (resourceFieldRef !== undefined) {
    const { containerName = '' } = resourceFieldRef;
    const { containers, initContainers = [] } = facts.pod.spec;
    const other = [...containers, ...initContainers].find(({ name }) => name === containerName);
    return containerResource(facts, resourceFieldRef, other ?? container);
  }
  if (configMapKeyRef !== undefined) {
    const { name = '', key, optional = false } = configMapKeyRef;
    const found = await data.configMap({ namespace, name });
    const value = found?.data?.[key];
    if (value !== undefined || optional) return value;
    if (found === undefined) throw configError(`configmap "${name}" not found`);
    throw configError(`couldn't find key ${key} in ConfigMap ${namespace}/${name}`);
  }
  if (secretKeyRef !== undefined) {
    const { name = '', key, optional = false } = secretKeyRef;
    const found = await data.secret({ namespace, name });
    const value = decoded(found)?.[key];
    if (value !== undefined || optional) return value;
    if (found === undefined) throw configError(`secret "${name}" not found`);
    throw configError(`couldn't find key ${key} in Secret ${namespace}/${name}`);
  }
  throw configError('a variable from a file of a volume is not supported');
}
