/**
 * ServiceAccount: every pod runs as a service account of its namespace, which has to exist; the pod gets the account's
 * pull secrets and a volume with a token of it, unless it does without.
 */
import { asStatusError, notFound } from '@wherry/api';
import { Pods, ServiceAccounts, type Pod, type ServiceAccount } from '@wherry/api/core-v1';
import type { Clock } from '@wherry/component';
import { MIRROR_POD_ANNOTATION } from '../../auth/pod-references.ts';
import type { ObjectLookup } from '../../lookups/object-lookup.ts';
import type { AdmissionPlugin, Admitted } from '../admission.ts';
import { isCreation, objectOf } from '../object-of.ts';
import { refuse } from '../refuse.ts';
import { faultOfMirrorPod } from './mirror-pod.ts';
import { mountToken } from './mount-token.ts';
import { enforcesSecrets, faultOfDebugging, faultOfSecrets } from './secret-references.ts';

const DEFAULT_ACCOUNT = 'default';

/** A controller makes the default account of a new namespace; a pod that is faster waits for it a little. */
const DEFAULT_ATTEMPTS = 10;
const LEAST_WAIT_MS = 100;

export interface ServiceAccountOptions {
  readonly lookup: Pick<ObjectLookup, 'find'>;
  readonly clock: Pick<Clock, 'sleep'>;
  /** From 0 to below 1. */
  readonly random: () => number;
}

export function serviceAccount(options: ServiceAccountOptions): AdmissionPlugin {
  return {
    name: 'ServiceAccount',
    async admit(request) {
      const pod = objectOf(request, Pods);
      if (pod === undefined || !isCreation(request)) return;
      // A kubelet compares a mirror pod with its file: one that was changed on the way is no longer its own.
      if (isMirror(pod)) return assertMirror(request, pod);
      const { spec } = pod;
      if ((spec.serviceAccountName ?? '') === '') spec.serviceAccountName = DEFAULT_ACCOUNT;
      const account = await accountOf(request, pod, options);
      if (spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true) mountToken(spec);
      if ((spec.imagePullSecrets ?? []).length === 0 && account.imagePullSecrets !== undefined) {
        spec.imagePullSecrets = account.imagePullSecrets.map(({ name = '' }) => ({ name }));
      }
      assertSecrets(request, faultOfSecretsFor(account, pod));
    },
    async validate(request) {
      const pod = objectOf(request, Pods);
      if (pod === undefined) return;
      if (isCreation(request)) {
        if (isMirror(pod)) return assertMirror(request, pod);
        assertSecrets(request, faultOfSecretsFor(await accountOf(request, pod, options), pod));
      } else if (request.operation === 'UPDATE' && request.subresource === 'ephemeralcontainers') {
        const account = await accountOf(request, pod, options);
        assertSecrets(request, enforcesSecrets(account) ? faultOfDebugging(pod.spec, account) : undefined);
      }
    },
  };
}

const isMirror = ({ metadata }: Pod): boolean => metadata.annotations?.[MIRROR_POD_ANNOTATION] !== undefined;

function assertMirror(request: Admitted, pod: Pod): void {
  assertSecrets(request, faultOfMirrorPod(pod));
}

function assertSecrets(request: Admitted, fault: string | undefined): void {
  if (fault !== undefined) throw refuse(request, fault);
}

function faultOfSecretsFor(account: Readonly<ServiceAccount>, { spec }: Pod): string | undefined {
  return enforcesSecrets(account) ? faultOfSecrets(spec, account) : undefined;
}

/** The account that the pod names. @throws StatusError 403 when there is none */
async function accountOf(
  request: Admitted,
  { metadata, spec }: Pod,
  options: ServiceAccountOptions,
): Promise<Readonly<ServiceAccount>> {
  const { namespace } = request;
  const name = spec.serviceAccountName ?? '';
  if (name === '') throw refuse(request, `no service account specified for pod ${namespace}/${metadata.name ?? ''}`);
  try {
    return await findAccount({ namespace, name }, options);
  } catch (error) {
    const { message } = asStatusError(error) ?? {};
    if (message === undefined) throw error;
    throw refuse(request, `error looking up service account ${namespace}/${name}: ${message}`);
  }
}

interface AccountName {
  readonly namespace: string;
  readonly name: string;
}

async function findAccount(
  account: AccountName,
  { lookup, clock, random }: ServiceAccountOptions,
): Promise<Readonly<ServiceAccount>> {
  const attempts = account.name === DEFAULT_ACCOUNT ? DEFAULT_ATTEMPTS : 1;
  const wait = LEAST_WAIT_MS * (1 + random());
  for (let attempt = 1; ; attempt += 1) {
    const found = await lookup.find(ServiceAccounts, account);
    if (found !== undefined) return found;
    // The singular is Kubernetes' own.
    if (attempt === attempts) throw notFound({ group: '', resource: 'serviceaccount' }, account.name);
    await clock.sleep(wait);
  }
}
