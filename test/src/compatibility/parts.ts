/** The parts of a cluster that act upon what the API holds, with what they say of its fields. */
import type { SupportedFields } from '@wherry/api/resources';
import { supportedFields as apiserver } from '@wherry/apiserver';
import { supportedFields as controllerManager } from '@wherry/controller-manager';
import { supportedFields as dns } from '@wherry/dns';
import { supportedFields as gate } from '@wherry/gate';
import { supportedFields as ingress } from '@wherry/ingress';
import { supportedFields as kubelet } from '@wherry/kubelet';
import { supportedFields as proxy } from '@wherry/proxy';
import { supportedFields as scheduler } from '@wherry/scheduler';

export interface Part {
  /** Also the name of its package. */
  readonly name: string;
  readonly fields: readonly SupportedFields[];
}

export const parts: readonly Part[] = [
  { name: 'apiserver', fields: apiserver },
  { name: 'controller-manager', fields: controllerManager },
  { name: 'scheduler', fields: scheduler },
  { name: 'kubelet', fields: kubelet },
  { name: 'proxy', fields: proxy },
  { name: 'dns', fields: dns },
  { name: 'gate', fields: gate },
  { name: 'ingress', fields: ingress },
];
