/**
 * The keys and certificates of a cluster: made at the first start, loaded and kept fresh at later ones. Servers may
 * share the directory: each may start at any moment, and all end up with the same roots.
 *
 * Files (those of kubeadm), all in `<data directory>/pki`: ca, front-proxy-ca, apiserver, apiserver-kubelet-client,
 * front-proxy-client and admin, each `.crt` and `.key`; the service accounts' signing key as `sa.key` and `sa.pub`.
 */
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { type Clock } from '@wherry/component';
import {
  type CertifiedKey,
  issueAuthority,
  issueClientCertificate,
  issueServingCertificate,
  makePrivateDirectory,
  publishDirectory,
  readIfPresent,
  replaceFile,
} from '@wherry/pki';
import { judgeRoots, LEAVES, type LeafName, type LeafPlan, planLeaf, ROOT_FILES, type RootFile } from './plan-pki.ts';

export interface ClusterPkiOptions {
  /** Where everything is kept; made when missing. */
  readonly dataDir: string;
  /** Host names and addresses that the serving certificate must cover: see `servingHosts`. */
  readonly hosts: readonly string[];
  readonly clock: Pick<Clock, 'now'>;
}

/** All in PEM. */
export interface ClusterPki {
  /** Signs client certificates and serving certificates. */
  readonly authority: CertifiedKey;
  /** Signs the certificate by which a front proxy may speak for others. */
  readonly requestHeaderAuthority: CertifiedKey;
  readonly serving: CertifiedKey;
  /** By which the apiserver authenticates at kubelets. */
  readonly kubeletClient: CertifiedKey;
  /** By which the apiserver authenticates at extension apiservers. */
  readonly proxyClient: CertifiedKey;
  readonly admin: CertifiedKey;
  /** The private key (RSA) that signs service-account tokens. */
  readonly serviceAccountKey: string;
  /** What was made or replaced, and why, for the log. */
  readonly changes: readonly string[];
}

/** The keys of the cluster are incomplete or damaged, and must not be replaced without somebody deciding so. */
export class ClusterPkiError extends Error {
  override name = 'ClusterPkiError';
}

/** Two servers that repair the same certificate may see each other's half-finished work once or twice. */
const MOST_REPAIRS = 5;

/**
 * Loads the cluster's keys; makes what is missing, re-issues what is near its end.
 *
 * @throws ClusterPkiError when the roots are there only in part, or damaged.
 */
export async function loadClusterPki({ dataDir, hosts, clock }: ClusterPkiOptions): Promise<ClusterPki> {
  const directory = join(dataDir, 'pki');
  const changes: string[] = [];
  await makePrivateDirectory(dataDir);
  const roots = await loadRoots(directory, { clock, changes });
  const loaded = { directory, hosts, clock, changes, roots };
  return {
    authority: roots.ca,
    requestHeaderAuthority: roots['front-proxy-ca'],
    serviceAccountKey: roots.serviceAccountKey,
    serving: await loadLeaf('apiserver', loaded),
    kubeletClient: await loadLeaf('apiserver-kubelet-client', loaded),
    proxyClient: await loadLeaf('front-proxy-client', loaded),
    admin: await loadLeaf('admin', loaded),
    changes,
  };
}

/** The hosts of every apiserver's certificate: the names of the `kubernetes` Service, the loopback, and those given. */
export function servingHosts({
  serviceAddress,
  hosts,
  domain = 'cluster.local',
}: {
  /** The cluster IP of the `kubernetes` Service. */
  serviceAddress: string;
  /** Further names and addresses: the machine's, those bound to or advertised. Unspecified addresses are left out. */
  hosts: readonly string[];
  domain?: string;
}): string[] {
  const service = ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc', `kubernetes.default.svc.${domain}`];
  const given = hosts.filter((host) => host !== '' && host !== '0.0.0.0' && host !== '::');
  return [...new Set([...service, 'localhost', '127.0.0.1', '::1', serviceAddress, ...given])];
}

interface Roots {
  readonly ca: CertifiedKey;
  readonly 'front-proxy-ca': CertifiedKey;
  readonly serviceAccountKey: string;
}

async function loadRoots(
  directory: string,
  { clock, changes }: { clock: Pick<Clock, 'now'>; changes: string[] },
): Promise<Roots> {
  const found = await readRoots(directory);
  if (judgeRoots(found, clock.now()) === 'absent') {
    const published = await publishDirectory(directory, newRoots(clock.now()));
    if (published) changes.push('Made the authorities and the service-account key: first start');
  }
  const files = await readRoots(directory);
  const state = judgeRoots(files, clock.now());
  if (state !== 'complete')
    throw rootError(
      directory,
      state === 'absent' ? ['the authorities are missing, other files are not'] : state.problems,
    );
  await writePublicKey(directory, files['sa.key'] ?? '');
  const pair = (name: 'ca' | 'front-proxy-ca') => ({
    certificate: files[`${name}.crt`] ?? '',
    key: files[`${name}.key`] ?? '',
  });
  return { ca: pair('ca'), 'front-proxy-ca': pair('front-proxy-ca'), serviceAccountKey: files['sa.key'] ?? '' };
}

function rootError(directory: string, problems: readonly string[]): ClusterPkiError {
  return new ClusterPkiError(
    `Cannot load the cluster's keys from ${directory}: ${problems.join('; ')}. ` +
      'Restore the files, or remove the directory to start with new keys: everything issued so far then stops working.',
  );
}

async function readRoots(directory: string): Promise<Record<RootFile, string | undefined>> {
  const texts = await Promise.all(ROOT_FILES.map((name) => readIfPresent(join(directory, name))));
  const [caCrt, caKey, proxyCrt, proxyKey, saKey] = texts;
  return {
    'ca.crt': caCrt,
    'ca.key': caKey,
    'front-proxy-ca.crt': proxyCrt,
    'front-proxy-ca.key': proxyKey,
    'sa.key': saKey,
  };
}

function newRoots(now: Date): Map<string, string> {
  const ca = issueAuthority({ commonName: 'kubernetes', now });
  const frontProxy = issueAuthority({ commonName: 'front-proxy-ca', now });
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return new Map([
    ['ca.crt', ca.certificate],
    ['ca.key', ca.key],
    ['front-proxy-ca.crt', frontProxy.certificate],
    ['front-proxy-ca.key', frontProxy.key],
    ['sa.key', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
  ]);
}

async function writePublicKey(directory: string, signingKey: string): Promise<void> {
  const text = createPublicKey(signingKey).export({ type: 'spki', format: 'pem' }).toString();
  const path = join(directory, 'sa.pub');
  if ((await readIfPresent(path)) !== text) await replaceFile(path, text);
}

interface LeafContext extends Omit<ClusterPkiOptions, 'dataDir'> {
  readonly directory: string;
  readonly changes: string[];
  readonly roots: Roots;
}

async function loadLeaf(name: LeafName, context: LeafContext): Promise<CertifiedKey> {
  const { directory, hosts, clock, changes, roots } = context;
  const spec = LEAVES[name];
  const paths = { certificate: join(directory, `${name}.crt`), key: join(directory, `${name}.key`) };
  for (let repairs = 0; repairs < MOST_REPAIRS; repairs++) {
    const [certificate, key] = await Promise.all([readIfPresent(paths.certificate), readIfPresent(paths.key)]);
    const found = { ...(certificate === undefined ? {} : { certificate }), ...(key === undefined ? {} : { key }) };
    const authority = roots[spec.authority].certificate;
    const plan = planLeaf({ spec, found, authority, hosts, now: clock.now() });
    if (plan === undefined && certificate !== undefined && key !== undefined) return { certificate, key };
    if (plan !== undefined) {
      const issued = issueLeaf(name, plan, context);
      if (issued.key !== key) await replaceFile(paths.key, issued.key);
      await replaceFile(paths.certificate, issued.certificate);
      changes.push(`Issued ${name}.crt: ${plan.because}`);
    }
  }
  throw new ClusterPkiError(`Cannot keep ${paths.certificate}: another process keeps replacing it`);
}

function issueLeaf(name: LeafName, { key, hosts }: LeafPlan, { clock, roots }: LeafContext): CertifiedKey {
  const spec = LEAVES[name];
  const { commonName, organizations } = spec.subject;
  const common = { authority: roots[spec.authority], now: clock.now(), ...(key === undefined ? {} : { key }) };
  return spec.usage === 'server'
    ? issueServingCertificate({ ...common, commonName, hosts })
    : issueClientCertificate({ ...common, user: commonName, groups: organizations });
}
