import { tables as admissionregistrationV1 } from './admissionregistration-v1.ts';
import { tables as apiextensionsV1 } from './apiextensions-v1.ts';
import { tables as apiregistrationV1 } from './apiregistration-v1.ts';
import { tables as appsV1 } from './apps-v1.ts';
import { tables as authenticationV1 } from './authentication-v1.ts';
import { tables as authorizationV1 } from './authorization-v1.ts';
import { tables as autoscalingV1 } from './autoscaling-v1.ts';
import { tables as autoscalingV2 } from './autoscaling-v2.ts';
import { tables as batchV1 } from './batch-v1.ts';
import { tables as certificatesV1 } from './certificates-v1.ts';
import { tables as coordinationV1 } from './coordination-v1.ts';
import { tables as coreV1 } from './core-v1.ts';
import { tables as discoveryV1 } from './discovery-v1.ts';
import { tables as eventsV1 } from './events-v1.ts';
import { tables as extensionsV1beta1 } from './extensions-v1beta1.ts';
import { tables as flowcontrolV1 } from './flowcontrol-v1.ts';
import { tables as metricsV1beta1 } from './metrics-v1beta1.ts';
import { tables as networkingV1 } from './networking-v1.ts';
import { tables as nodeV1 } from './node-v1.ts';
import { tables as policyV1 } from './policy-v1.ts';
import { tables as rbacV1 } from './rbac-v1.ts';
import { tables as resourceV1 } from './resource-v1.ts';
import { tables as schedulingV1 } from './scheduling-v1.ts';
import { tables as storageV1 } from './storage-v1.ts';
import type { TableEntry } from './table-columns.ts';

/** The kinds with columns of their own; every other kind shows its name and age. */
export const tableTable: readonly TableEntry[] = [
  ...admissionregistrationV1,
  ...apiextensionsV1,
  ...apiregistrationV1,
  ...appsV1,
  ...authenticationV1,
  ...authorizationV1,
  ...autoscalingV1,
  ...autoscalingV2,
  ...batchV1,
  ...certificatesV1,
  ...coordinationV1,
  ...coreV1,
  ...discoveryV1,
  ...eventsV1,
  ...extensionsV1beta1,
  ...flowcontrolV1,
  ...metricsV1beta1,
  ...networkingV1,
  ...nodeV1,
  ...policyV1,
  ...rbacV1,
  ...resourceV1,
  ...schedulingV1,
  ...storageV1,
];
