/** The parts of a running pod that have paths of their own: containers to look into it, and its resources. */
import {
  keepEphemeralContainers,
  keepResources,
  validateEphemeralContainersUpdate,
  validatePodResize,
  type Pod,
} from '@wherry/api/core-v1';
import type { UpdateRules } from '../registry/update.ts';

// Both paths exist for pods only.
export const ephemeralContainersRules: UpdateRules = {
  prepare(object, old) {
    keepEphemeralContainers(object as Pod, old as Pod);
    return object;
  },
  validate: (object, old) => validateEphemeralContainersUpdate(object as Pod, old as Pod),
};

export const resizeRules: UpdateRules = {
  prepare(object, old) {
    keepResources(object as Pod, old as Pod);
    return object;
  },
  validate: (object, old) => validatePodResize(object as Pod, old as Pod),
};
