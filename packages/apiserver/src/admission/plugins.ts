/** The admission plugins: this list is their order, which is that of Kubernetes for those that are here. */
import type { Clock } from '@wherry/component';
import type { Authorizer } from '../auth/authorize.ts';
import type { RuleResolver } from '../auth/rbac/rule-resolver.ts';
import type { ObjectLookup } from '../lookups/object-lookup.ts';
import type { OwnClient } from '../registry/own-client.ts';
import type { AdmissionPlugin } from './admission.ts';
import { certificateApproval } from './certificate-approval.ts';
import { certificateSigningRequest } from './certificate-signing-request.ts';
import { certificateSigning } from './certificate-signing.ts';
import { defaultIngressClass } from './default-ingress-class.ts';
import { defaultStorageClass } from './default-storage-class.ts';
import { defaultTolerationSeconds } from './default-toleration-seconds.ts';
import { deviceAdminAccess } from './device-admin-access.ts';
import { limitRanger } from './limit-ranger/limit-ranger.ts';
import { namespaceLifecycle } from './namespace-lifecycle.ts';
import { nodeRestriction } from './node-restriction.ts';
import { persistentVolumeClaimResize } from './persistent-volume-claim-resize.ts';
import { podTopologyLabels } from './pod-topology-labels.ts';
import { priority } from './priority.ts';
import { resourceQuota } from './resource-quota/resource-quota.ts';
import { roleEscalation } from './role-escalation.ts';
import { runtimeClass } from './runtime-class.ts';
import { serviceAccount } from './service-account/service-account.ts';
import { storageObjectInUseProtection } from './storage-object-in-use-protection.ts';
import { taintNodesByCondition } from './taint-nodes-by-condition.ts';

export interface AdmissionOptions {
  readonly lookup: ObjectLookup;
  readonly authorizer: Authorizer;
  /** The rules that users hold, by the cluster's roles and bindings. */
  readonly resolver: RuleResolver;
  /** Waits until `lookup` and `resolver` know everything that was written before. */
  readonly fresh: () => Promise<unknown>;
  /** Changes an object that the server keeps up itself; not before the first request. */
  readonly update: OwnClient['update'];
  readonly clock: Clock;
  /** From 0 to below 1. */
  readonly random: () => number;
}

export function admissionPlugins(options: AdmissionOptions): readonly AdmissionPlugin[] {
  return [
    namespaceLifecycle(options),
    limitRanger(options),
    serviceAccount(options),
    nodeRestriction(options),
    taintNodesByCondition,
    priority(options),
    defaultTolerationSeconds,
    defaultStorageClass(options),
    storageObjectInUseProtection,
    persistentVolumeClaimResize(options),
    runtimeClass(options),
    certificateApproval(options),
    certificateSigning(options),
    certificateSigningRequest(options),
    defaultIngressClass(options),
    podTopologyLabels(options),
    roleEscalation(options),
    deviceAdminAccess(options),
    // Last: nothing is charged for what somebody else refuses.
    resourceQuota(options),
  ];
}
