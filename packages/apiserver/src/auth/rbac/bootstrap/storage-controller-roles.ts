/** The rules of the controllers that deal with volumes. */
import { type PolicyRule } from '../policy.ts';
import { allow, GROUP, read, writeEvents } from './rule.ts';

/** By the name of the controller's service account. */
export const storageControllerRules: Readonly<Record<string, readonly PolicyRule[]>> = {
  'attachdetach-controller': [
    allow('list watch', GROUP.core, 'persistentvolumeclaims persistentvolumes'),
    read(GROUP.core, 'nodes'),
    allow('patch update', GROUP.core, 'nodes/status'),
    allow('list watch', GROUP.core, 'pods'),
    writeEvents,
    allow('create delete get list watch', GROUP.storage, 'volumeattachments'),
    read(GROUP.storage, 'csidrivers'),
    read(GROUP.storage, 'csinodes'),
  ],
  'ephemeral-volume-controller': [
    read(GROUP.core, 'pods'),
    allow('update', GROUP.core, 'pods/finalizers'),
    allow('create get list watch', GROUP.core, 'persistentvolumeclaims'),
    writeEvents,
  ],
  'expand-controller': [
    allow('get list patch update watch', GROUP.core, 'persistentvolumes'),
    allow('patch update', GROUP.core, 'persistentvolumeclaims/status'),
    read(GROUP.core, 'persistentvolumeclaims'),
    writeEvents,
    // The Portworx volume plugin finds its service this way.
    allow('get', GROUP.core, 'services'),
  ],
  'persistent-volume-binder': [
    allow('create delete get list update watch', GROUP.core, 'persistentvolumes'),
    allow('update', GROUP.core, 'persistentvolumes/status'),
    allow('get list update watch', GROUP.core, 'persistentvolumeclaims'),
    allow('update', GROUP.core, 'persistentvolumeclaims/status'),
    allow('create delete get list watch', GROUP.core, 'pods'),
    read(GROUP.storage, 'storageclasses'),
    allow('list watch', GROUP.core, 'nodes'),
    writeEvents,
    allow('watch', GROUP.core, 'events'),
    allow('get', GROUP.core, 'services'),
  ],
  'pv-protection-controller': [allow('get list update watch', GROUP.core, 'persistentvolumes'), writeEvents],
  'pvc-protection-controller': [
    allow('get list update watch', GROUP.core, 'persistentvolumeclaims'),
    read(GROUP.core, 'pods'),
    writeEvents,
  ],
  'selinux-warning-controller': [
    writeEvents,
    read(GROUP.core, 'persistentvolumes'),
    read(GROUP.core, 'persistentvolumeclaims'),
    read(GROUP.core, 'pods'),
    read(GROUP.storage, 'csidrivers'),
  ],
  'volumeattributesclass-protection-controller': [
    read(GROUP.core, 'persistentvolumeclaims'),
    read(GROUP.core, 'persistentvolumes'),
    allow('get list update watch', GROUP.storage, 'volumeattributesclasses'),
    writeEvents,
  ],
};
