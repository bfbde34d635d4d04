/** The columns that tell of the containers in a pod template, shown with `-o wide`. */
import type { Container } from '@wherry/api/core-v1';
import { wideColumn } from './columns.ts';

export const containerColumns = [
  wideColumn('Containers', 'Names of the containers in the pod template.'),
  wideColumn('Images', 'Images of the containers in the pod template.'),
];

/** Names and images, comma-separated. */
export function containerCells(containers: readonly Pick<Container, 'name' | 'image'>[]): [string, string] {
  return [containers.map(({ name }) => name).join(','), containers.map(({ image = '' }) => image).join(',')];
}
