import { strategies as coreV1 } from '../core-v1/strategies.ts';
import { strategies as apiregistrationV1 } from '../apiregistration-v1/strategies.ts';
import { strategies as appsV1 } from '../apps-v1/strategies.ts';
import { strategies as eventsV1 } from '../events-v1/strategies.ts';
import { strategies as authenticationV1 } from '../authentication-v1/strategies.ts';
import { strategies as authorizationV1 } from '../authorization-v1/strategies.ts';
import { strategies as autoscalingV2 } from '../autoscaling-v2/strategies.ts';
import { strategies as autoscalingV1 } from '../autoscaling-v1/strategies.ts';
import { strategies as batchV1 } from '../batch-v1/strategies.ts';
import { strategies as certificatesV1 } from '../certificates-v1/strategies.ts';
import { strategies as networkingV1 } from '../networking-v1/strategies.ts';
import { strategies as policyV1 } from '../policy-v1/strategies.ts';
import { strategies as rbacV1 } from '../rbac-v1/strategies.ts';
import { strategies as storageV1 } from '../storage-v1/strategies.ts';
import { strategies as admissionregistrationV1 } from '../admissionregistration-v1/strategies.ts';
import { strategies as apiextensionsV1 } from '../apiextensions-v1/strategies.ts';
import { strategies as schedulingV1 } from '../scheduling-v1/strategies.ts';
import { strategies as coordinationV1 } from '../coordination-v1/strategies.ts';
import { strategies as nodeV1 } from '../node-v1/strategies.ts';
import { strategies as discoveryV1 } from '../discovery-v1/strategies.ts';
import { strategies as flowcontrolV1 } from '../flowcontrol-v1/strategies.ts';
import { strategies as resourceV1 } from '../resource-v1/strategies.ts';
import { strategies as extensionsV1beta1 } from '../extensions-v1beta1/strategies.ts';
import type { StrategyEntry } from './strategy.ts';

/** The kinds that behave in a way of their own. */
export const strategyTable: readonly StrategyEntry[] = [
  ...coreV1,
  ...apiregistrationV1,
  ...appsV1,
  ...eventsV1,
  ...authenticationV1,
  ...authorizationV1,
  ...autoscalingV2,
  ...autoscalingV1,
  ...batchV1,
  ...certificatesV1,
  ...networkingV1,
  ...policyV1,
  ...rbacV1,
  ...storageV1,
  ...admissionregistrationV1,
  ...apiextensionsV1,
  ...schedulingV1,
  ...coordinationV1,
  ...nodeV1,
  ...discoveryV1,
  ...flowcontrolV1,
  ...resourceV1,
  ...extensionsV1beta1,
];
