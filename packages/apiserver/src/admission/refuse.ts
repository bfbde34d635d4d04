/** The 403 with which admission refuses: `pods "web" is forbidden: …`. */
import { forbidden, type StatusError } from '@wherry/api';
import type { Admitted } from './admission.ts';

export function refuse({ served, name, object }: Admitted, why: string): StatusError {
  const { name: own = '', generateName = '' } = object?.metadata ?? {};
  return forbidden(why, { resource: served.name, name: name || own || generateName || 'Unknown' });
}
