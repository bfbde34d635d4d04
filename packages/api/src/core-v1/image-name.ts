/**
 * Names of images, as `docker pull` takes them: `nginx`, `quay.io/a/b:v1`, `a@sha256:…`. The grammar is that of the
 * distribution project's references.
 */

export interface ImageName {
  /** Registry and path, such as `docker.io/library/nginx`. */
  readonly repository: string;
  /** `latest` when neither a tag nor a digest is given; undefined with only a digest. */
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

const COMPONENT = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const DOMAIN_COMPONENT = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const DOMAIN = `(?:${DOMAIN_COMPONENT}(?:\\.${DOMAIN_COMPONENT})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`;
const DOMAIN_PATTERN = new RegExp(`^${DOMAIN}$`);
const PATH_PATTERN = new RegExp(`^${COMPONENT}(?:/${COMPONENT})*$`);
const TAG_PATTERN = /^\w[\w.-]{0,127}$/;
const DIGEST_PATTERN = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
const IMAGE_ID = /^[a-f0-9]{64}$/;
const DEFAULT_DOMAIN = 'docker.io';

/** Takes an image's name apart and fills in what is not said; undefined if it is no such name. */
export function parseImageName(name: string): ImageName | undefined {
  const at = name.indexOf('@');
  const digest = at < 0 ? undefined : name.slice(at + 1);
  const tagged = at < 0 ? name : name.slice(0, at);
  const colon = tagged.lastIndexOf(':');
  const hasTag = colon > tagged.lastIndexOf('/');
  const tag = hasTag ? tagged.slice(colon + 1) : undefined;
  const repository = repositoryOf(hasTag ? tagged.slice(0, colon) : tagged);
  if (repository === undefined || IMAGE_ID.test(name)) return undefined;
  if (tag !== undefined && !TAG_PATTERN.test(tag)) return undefined;
  if (digest !== undefined && !DIGEST_PATTERN.test(digest)) return undefined;
  return { repository, tag: tag ?? (digest === undefined ? 'latest' : undefined), digest };
}

function repositoryOf(text: string): string | undefined {
  const slash = text.indexOf('/');
  const first = text.slice(0, Math.max(slash, 0));
  const hasDomain = slash > 0 && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase());
  let domain = hasDomain ? first : DEFAULT_DOMAIN;
  let path = hasDomain ? text.slice(slash + 1) : text;
  if (domain === 'index.docker.io') domain = DEFAULT_DOMAIN;
  if (domain === DEFAULT_DOMAIN && !path.includes('/')) path = `library/${path}`;
  return DOMAIN_PATTERN.test(domain) && PATH_PATTERN.test(path) ? `${domain}/${path}` : undefined;
}
