import { fromStored, toStored } from './conversion.ts';
import { Event } from './event.ts';
import { Events as Stored } from '../core-v1/resources.ts';
import { resource } from '../resources/resource.ts';

export const Events = resource(Event, {
  group: 'events.k8s.io',
  version: 'v1',
  kind: 'Event',
  plural: 'events',
  namespaced: true,
  shortNames: ['ev'],
  selectableFields: [
    { name: 'regarding.kind', value: (event) => event.regarding.kind ?? '' },
    { name: 'regarding.namespace', value: (event) => event.regarding.namespace ?? '' },
    { name: 'regarding.name', value: (event) => event.regarding.name ?? '' },
    { name: 'regarding.uid', value: (event) => event.regarding.uid ?? '' },
    { name: 'regarding.apiVersion', value: (event) => event.regarding.apiVersion ?? '' },
    { name: 'regarding.resourceVersion', value: (event) => event.regarding.resourceVersion ?? '' },
    { name: 'regarding.fieldPath', value: (event) => event.regarding.fieldPath ?? '' },
    { name: 'reason', value: (event) => event.reason ?? '' },
    { name: 'reportingController', value: (event) => event.reportingController ?? '' },
    { name: 'type', value: (event) => event.type ?? '' },
  ],
  view: { of: Stored, toStored, fromStored },
});
