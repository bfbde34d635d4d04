/** The annotations of an Ingress that mean something, and those that would to other controllers: nothing is silent. */
import type { Ingress } from '@wherry/api/networking-v1';

/** `"true"` sends plain HTTP on to HTTPS. */
const FORCE_HTTPS = 'ingress.wherry.io/force-https';

/** The prefixes with which known controllers begin the names of their settings. */
const FOREIGN = new Set([
  'alb.ingress.kubernetes.io',
  'appgw.ingress.kubernetes.io',
  'haproxy-ingress.github.io',
  'haproxy.org',
  'ingress.kubernetes.io',
  'konghq.com',
  'nginx.com',
  'nginx.ingress.kubernetes.io',
  'nginx.org',
  'projectcontour.io',
  'traefik.ingress.kubernetes.io',
]);

export function forcesHttps({ metadata }: Readonly<Ingress>): boolean {
  return metadata.annotations?.[FORCE_HTTPS] === 'true';
}

/** The names of settings that are given and do nothing, in order. */
export function unsupportedAnnotations({ metadata }: Readonly<Ingress>): string[] {
  return Object.keys(metadata.annotations ?? {})
    .filter((name) => FOREIGN.has(name.slice(0, name.indexOf('/'))) || isUnknownOfOurs(name))
    .sort();
}

const isUnknownOfOurs = (name: string): boolean => name.startsWith('ingress.wherry.io/') && name !== FORCE_HTTPS;
