/** The flags of the scheduler's process, as kube-scheduler has them. */
import { booleanFlag, listenAddressFlag, listFlag, textFlag } from '@wherry/component';
import { DEFAULT_SCHEDULER_NAME } from './scheduler.ts';

export const schedulerFlags = {
  kubeconfig: textFlag({ default: '', help: 'File that says where the API server is and who we are there.' }),
  'healthz-bind-address': listenAddressFlag({
    default: '127.0.0.1:10259',
    help: 'Where health and metrics are told.',
  }),
  'leader-elect': booleanFlag({ default: true, help: 'Let one of several schedulers do the work.' }),
  'leader-elect-resource-name': textFlag({
    default: 'kube-scheduler',
    help: 'Name of the Lease that they compete for; those that place different pods need different ones.',
  }),
  'leader-elect-resource-namespace': textFlag({ default: 'kube-system', help: 'Namespace of that Lease.' }),
  'scheduler-name': listFlag({
    default: [DEFAULT_SCHEDULER_NAME],
    help: 'Pods with one of these names in spec.schedulerName are placed by this scheduler.',
  }),
};
