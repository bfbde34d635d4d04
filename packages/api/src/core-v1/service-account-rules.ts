/** What is special about ServiceAccounts: of the Secrets that they name, only the names are kept. */
import type { ServiceAccount } from './service-account.ts';

const MOUNTABLE_SECRETS_ANNOTATION = 'kubernetes.io/enforce-mountable-secrets';

/** Reduces the Secrets of a ServiceAccount to their names, in place. */
export function keepSecretNamesOnly(account: ServiceAccount): void {
  if (account.secrets !== undefined) {
    account.secrets = account.secrets.map(({ name }) => (name === undefined ? {} : { name }));
  }
}

/** Texts for `Warning:` headers; who left things as they were is not told again. */
export function serviceAccountWarnings(account: Readonly<ServiceAccount>, old?: Readonly<ServiceAccount>): string[] {
  const has = (one?: Readonly<ServiceAccount>): boolean =>
    one?.metadata.annotations?.[MOUNTABLE_SECRETS_ANNOTATION] !== undefined;
  const advice = 'deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets';
  return has(account) && !has(old) ? [`metadata.annotations[${MOUNTABLE_SECRETS_ANNOTATION}]: ${advice}`] : [];
}
