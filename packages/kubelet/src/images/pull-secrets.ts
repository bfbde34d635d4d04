/** Credentials for registries, out of the secrets that a pod names. Pure. */
import { parseImageName, type Secret } from '@wherry/api/core-v1';
import type { RegistryCredentials } from '../runtime/runtime.ts';

interface DockerAuth {
  readonly username?: string;
  readonly password?: string;
  /** `username:password` in base64. */
  readonly auth?: string;
  readonly identitytoken?: string;
}

/** The credentials that are for the registry of an image; the most exact entry first. Secrets that cannot be read are none. */
export function credentialsFor(image: string, secrets: readonly Readonly<Secret>[]): RegistryCredentials[] {
  const repository = parseImageName(image)?.repository;
  if (repository === undefined) return [];
  const found = secrets.flatMap((secret) => Object.entries(authsOf(secret)));
  return found
    .map(([server, auth]) => ({ server, auth, place: placeOf(server) }))
    .filter(({ place }) => repository === place || repository.startsWith(`${place}/`))
    .toSorted((a, b) => b.place.length - a.place.length)
    .map(({ server, auth }) => toCredentials(server, auth));
}

function authsOf({ type, data = {} }: Readonly<Secret>): Readonly<Record<string, DockerAuth>> {
  try {
    if (type === 'kubernetes.io/dockerconfigjson') {
      const config = parse(data['.dockerconfigjson']) as { readonly auths?: Readonly<Record<string, DockerAuth>> };
      return config.auths ?? {};
    }
    return type === 'kubernetes.io/dockercfg'
      ? (parse(data['.dockercfg']) as Readonly<Record<string, DockerAuth>>)
      : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

function parse(base64: string | undefined): unknown {
  return JSON.parse(Buffer.from(base64 ?? '', 'base64').toString('utf8') || '{}');
}

/** `https://index.docker.io/v1/` and the like are `docker.io`. */
function placeOf(server: string): string {
  const place = server.replace(/^https?:\/\//, '').replace(/\/(v1|v2)?\/?$/, '');
  return place === 'index.docker.io' ? 'docker.io' : place;
}

function toCredentials(
  server: string,
  { username = '', password = '', auth, identitytoken }: DockerAuth,
): RegistryCredentials {
  const plain = auth === undefined ? `${username}:${password}` : Buffer.from(auth, 'base64').toString('utf8');
  const colon = plain.indexOf(':');
  return {
    server,
    username: username || plain.slice(0, colon),
    password: password || plain.slice(colon + 1),
    ...(identitytoken === undefined ? {} : { identityToken: identitytoken }),
  };
}
