/** The status of a pod, as the kubelet writes it. Pure. */
import { formatTime } from '@wherry/api';
import { computeQosClass, type PodStatus } from '@wherry/api/core-v1';
import { containerStatuses } from './container-statuses.ts';
import type { PodPicture } from './picture.ts';
import { podConditions } from './pod-conditions.ts';
import { podPhase } from './pod-phase.ts';

export function podStatus(picture: PodPicture): PodStatus {
  const { pod, record, verdict, hostAddress, now } = picture;
  const old = pod.status;
  const { init, main, ephemeral } = containerStatuses(picture);
  const computed = verdict === undefined ? podPhase(picture, [...init, ...main]) : 'Failed';
  // Nobody comes back from the end.
  const phase = old.phase === 'Failed' || old.phase === 'Succeeded' ? old.phase : computed;
  const kept = phase === old.phase ? { reason: old.reason, message: old.message } : {};
  const { reason, message } = verdict ?? kept;
  const { generation } = pod.metadata;
  // Of a pod that was refused no container waits for anything: users are to see why it was.
  const hasContainers = phase !== 'Failed' || record !== undefined || (old.containerStatuses ?? []).length > 0;
  return {
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    phase,
    conditions: podConditions(picture, { phase, init, main }),
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message }),
    hostIP: hostAddress,
    hostIPs: [{ ip: hostAddress }],
    ...podAddresses(picture),
    startTime: old.startTime ?? formatTime(now),
    ...(init.length === 0 || !hasContainers ? {} : { initContainerStatuses: init }),
    ...(hasContainers ? { containerStatuses: main } : {}),
    ...(ephemeral.length === 0 ? {} : { ephemeralContainerStatuses: ephemeral }),
    qosClass: old.qosClass ?? computeQosClass(pod.spec),
  };
}

/** A pod that has ended keeps the address that it had. */
function podAddresses({ pod, record, hostAddress }: PodPicture): Pick<PodStatus, 'podIP' | 'podIPs'> {
  const sandbox = record?.sandboxes[0];
  const own = pod.spec.hostNetwork === true ? [hostAddress] : (sandbox?.addresses ?? []);
  const [first] = own;
  if (first !== undefined && sandbox !== undefined) return { podIP: first, podIPs: own.map((ip) => ({ ip })) };
  const { podIP, podIPs } = pod.status;
  return { ...(podIP === undefined ? {} : { podIP }), ...(podIPs === undefined ? {} : { podIPs }) };
}
