/** Accounts that say so limit the Secrets of their pods to those that they list. Deprecated, and still enforced. */
import type { EnvVar, PodSpec, ServiceAccount } from '@wherry/api/core-v1';

const ANNOTATION = 'kubernetes.io/enforce-mountable-secrets';

/** What Go's strconv.ParseBool takes for true. */
const TRUE_WORDS = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);

/** Whether the account limits the Secrets of its pods. */
export function enforcesSecrets({ metadata }: Readonly<ServiceAccount>): boolean {
  return TRUE_WORDS.has(metadata.annotations?.[ANNOTATION] ?? '');
}

/** Why a pod's references to Secrets are refused, if they are. */
export function faultOfSecrets(spec: Readonly<PodSpec>, account: Readonly<ServiceAccount>): string | undefined {
  const name = account.metadata.name ?? '';
  const mountable = mountableOf(account);
  for (const { secret } of spec.volumes ?? []) {
    const secretName = secret?.secretName ?? '';
    if (secret !== undefined && !mountable.has(secretName)) return `volume with ${notListed(secretName, name)}`;
  }
  const fault =
    faultOfEnv('init container', { containers: spec.initContainers ?? [], account }) ??
    faultOfEnv('container', { containers: spec.containers, account });
  if (fault !== undefined) return fault;
  const pulls = new Set((account.imagePullSecrets ?? []).map((secret) => secret.name));
  const refused = (spec.imagePullSecrets ?? []).findIndex((secret) => !pulls.has(secret.name));
  if (refused < 0) return undefined;
  const given = `imagePullSecrets[${refused}].name="${spec.imagePullSecrets?.[refused]?.name ?? ''}"`;
  return `${given} is not allowed because service account ${name} does not reference that imagePullSecret`;
}

/** Why the references of a pod's ephemeral containers are refused, if they are. */
export function faultOfDebugging(spec: Readonly<PodSpec>, account: Readonly<ServiceAccount>): string | undefined {
  return faultOfEnv('ephemeral container', { containers: spec.ephemeralContainers ?? [], account });
}

interface Referring {
  readonly containers: readonly { readonly name: string; readonly env?: readonly EnvVar[] }[];
  readonly account: Readonly<ServiceAccount>;
}

function faultOfEnv(what: string, { containers, account }: Referring): string | undefined {
  const mountable = mountableOf(account);
  for (const container of containers) {
    for (const { name, valueFrom } of container.env ?? []) {
      const secret = valueFrom?.secretKeyRef;
      if (secret === undefined || mountable.has(secret.name ?? '')) continue;
      const where = `${what} ${container.name} with envVar ${name}`;
      return `${where} referencing ${notListed(secret.name ?? '', account.metadata.name ?? '')}`;
    }
  }
  return undefined;
}

const mountableOf = ({ secrets = [] }: Readonly<ServiceAccount>): Set<string> =>
  new Set(secrets.map(({ name = '' }) => name));

const notListed = (secret: string, account: string): string =>
  `secret.secretName="${secret}" is not allowed because service account ${account} does not reference that secret`;
