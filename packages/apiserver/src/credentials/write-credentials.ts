/**
 * Writes the kubeconfigs of the parts of a cluster. A file is its own memory: what it holds is used again as long as it is
 * good, so a file changes only when it has to, and then in one step.
 */
import { join } from 'node:path';
import {
  type CertifiedKey,
  formatJsonKubeconfig,
  issueClientCertificate,
  type KubeconfigCredentials,
  makePrivateDirectory,
  readIfPresent,
  replaceFile,
} from '@wherry/pki';
import type { Clock } from '@wherry/component';
import { planLeaf } from '../pki/plan-pki.ts';
import { isBootstrapToken, newBootstrapToken } from './bootstrap-secret.ts';
import {
  BOOTSTRAP_KUBECONFIG,
  componentCredentials,
  CREDENTIAL_FOLDERS,
  type ComponentCredentials,
} from './component-credentials.ts';

export interface WriteCredentialsOptions {
  /** Where the folders are. */
  readonly directory: string;
  /** `https://host:port` as all machines of the cluster reach the server. */
  readonly server: string;
  readonly authority: CertifiedKey;
  readonly clock: Pick<Clock, 'now'>;
}

export interface WrittenCredentials {
  /** The token that the kubeconfig for new nodes holds. */
  readonly bootstrapToken: string;
  /** What was written, and why, for the log. */
  readonly changes: readonly string[];
}

/** Writes what is missing, not as it should be, or near its end. Safe to call at any time, twice. */
export async function writeCredentials(options: WriteCredentialsOptions): Promise<WrittenCredentials> {
  const { directory } = options;
  for (const folder of CREDENTIAL_FOLDERS) await makePrivateDirectory(join(directory, folder));
  const changes: string[] = [];
  const keep = async (component: ComponentCredentials, choose: (old: string) => Choice): Promise<Choice> => {
    const path = join(directory, component.folder, `${component.name}.kubeconfig`);
    const old = (await readIfPresent(path)) ?? '';
    const choice = choose(old);
    const text = formatJsonKubeconfig({
      server: options.server,
      authority: options.authority.certificate,
      user: component.user,
      credentials: choice.credentials,
    });
    if (text !== old) {
      await replaceFile(path, text);
      changes.push(`Wrote ${path}: ${choice.because ?? 'server or authority are others'}`);
    }
    return choice;
  };
  for (const component of componentCredentials)
    await keep(component, (old) => chooseCertificate(component, old, options));
  const bootstrap = await keep(BOOTSTRAP_KUBECONFIG, chooseToken);
  return { bootstrapToken: 'token' in bootstrap.credentials ? bootstrap.credentials.token : '', changes };
}

interface Choice {
  readonly credentials: KubeconfigCredentials;
  /** Why they are not those of the file. */
  readonly because?: string;
}

function chooseCertificate(
  { user }: ComponentCredentials,
  old: string,
  { authority, clock }: WriteCredentialsOptions,
): Choice {
  const [certificate, key] = [embedded(old, 'client-certificate-data'), embedded(old, 'client-key-data')];
  const found = { ...(certificate === undefined ? {} : { certificate }), ...(key === undefined ? {} : { key }) };
  const subject = { commonName: user, organizations: [] };
  const spec = { authority: 'ca', usage: 'client', subject } as const;
  const now = clock.now();
  const plan = planLeaf({ spec, found, authority: authority.certificate, hosts: [], now });
  if (plan === undefined && certificate !== undefined && key !== undefined) {
    return { credentials: { client: { certificate, key } } };
  }
  // With a new key each time: nothing but the file itself refers to the old one.
  return {
    credentials: { client: issueClientCertificate({ authority, user, now }) },
    because: plan?.because ?? 'it is missing',
  };
}

function chooseToken(old: string): Choice {
  const token = fieldOf(old, 'token') ?? '';
  if (isBootstrapToken(token)) return { credentials: { token } };
  return { credentials: { token: newBootstrapToken() }, because: 'it is missing' };
}

/** What a field of a kubeconfig that we wrote holds as base64. */
function embedded(kubeconfig: string, field: string): string | undefined {
  const data = fieldOf(kubeconfig, field);
  return data === undefined ? undefined : Buffer.from(data, 'base64').toString();
}

/** A field of the user, whether the file is whole or not: what it holds is judged by itself. */
function fieldOf(kubeconfig: string, field: string): string | undefined {
  return new RegExp(`^ +"${field}": "([^"]*)",?$`, 'm').exec(kubeconfig)?.[1];
}
