/** The finalizers that keep storage from going while somebody has it. */

/** Of a claim, while a pod has it. */
export const PVC_PROTECTION = 'kubernetes.io/pvc-protection';
/** Of a volume, while a claim has it. */
export const PV_PROTECTION = 'kubernetes.io/pv-protection';
