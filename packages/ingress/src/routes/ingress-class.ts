/** Which Ingresses are ours: those of a class whose controller we are. */
import type { Ingress, IngressClass } from '@wherry/api/networking-v1';

/** As `spec.controller` of an IngressClass names us. */
export const CONTROLLER = 'wherry.io/ingress';

/** How Ingresses named their class before they had a field for it. */
const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';
const DEFAULT_ANNOTATION = 'ingressclass.kubernetes.io/is-default-class';
/** What the annotation may say without any object of this name: it is older than those. */
const OUR_CLASS = 'wherry';

/** Says of an Ingress whether it is ours. An Ingress without a class is, when the default class is ours. */
export function ownershipOf(classes: Iterable<Readonly<IngressClass>>): (ingress: Readonly<Ingress>) => boolean {
  const ours = new Set<string>();
  const others = new Set<string>();
  let isDefault = false;
  for (const { metadata, spec } of classes) {
    const isOurs = spec.controller === CONTROLLER;
    (isOurs ? ours : others).add(metadata.name ?? '');
    if (isOurs && metadata.annotations?.[DEFAULT_ANNOTATION] === 'true') isDefault = true;
  }
  if (!others.has(OUR_CLASS)) ours.add(OUR_CLASS);
  return ({ metadata, spec }) => {
    const name = spec.ingressClassName ?? metadata.annotations?.[CLASS_ANNOTATION];
    return name === undefined || name === '' ? isDefault : ours.has(name);
  };
}
