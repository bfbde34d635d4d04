/** What of a container's spec a running container cannot follow: when it changes, the container is replaced. */
import { createHash } from 'node:crypto';
import type { Container } from '@wherry/api/core-v1';

export function containerHash({ name, image }: Pick<Container, 'name' | 'image'>): string {
  return createHash('sha256').update(JSON.stringify({ name, image })).digest('hex').slice(0, 16);
}
