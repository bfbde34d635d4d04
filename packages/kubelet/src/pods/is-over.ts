import type { Pod } from '@wherry/api/core-v1';

/** Whether nothing of a pod runs any more, or will. */
export const isOver = ({ status: { phase } }: Readonly<Pod>): boolean => phase === 'Failed' || phase === 'Succeeded';
