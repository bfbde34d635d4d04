/** AppArmor profiles were annotations before they were fields; a new pod gets both, whichever it comes with. */
import type { Container } from './container.ts';
import { APP_ARMOR_PREFIX } from './pod-annotations-validation.ts';
import { allContainers } from './pod-containers.ts';
import type { Pod } from './pod.ts';
import { validateAppArmorProfile } from './profile-validation.ts';
import type { AppArmorProfile } from './security-context.ts';
import { semanticEqual } from '../meta-v1/semantic-equal.ts';
import { FieldPath } from '../status/field-path.ts';

const LOCALHOST = 'localhost/';

/** Adds to each container's annotation or field what the other says. Windows has no AppArmor. */
export function alignAppArmor(pod: Pod): void {
  if (pod.spec.os?.name === 'windows') return;
  const ofPod = pod.spec.securityContext?.appArmorProfile;
  for (const container of allContainers(pod.spec)) {
    const key = APP_ARMOR_PREFIX + container.name;
    const annotation = pod.metadata.annotations?.[key];
    const own = container.securityContext?.appArmorProfile;
    if (annotation === undefined) {
      const profile = own ?? ofPod;
      const text = profile && annotationFor(profile);
      if (text !== undefined) pod.metadata.annotations = { ...pod.metadata.annotations, [key]: text };
    } else if (own === undefined) {
      takeFromAnnotation(container, annotation, ofPod);
    }
  }
}

function takeFromAnnotation(container: Container, annotation: string, ofPod: AppArmorProfile | undefined): void {
  const profile = profileFor(annotation);
  if (profile === undefined || semanticEqual(profile, ofPod)) return;
  if (validateAppArmorProfile(profile, FieldPath.of('profile')).length > 0) return;
  container.securityContext = { ...container.securityContext, appArmorProfile: profile };
}

function annotationFor({ type, localhostProfile }: AppArmorProfile): string | undefined {
  if (type === 'RuntimeDefault') return 'runtime/default';
  if (type === 'Unconfined') return 'unconfined';
  return localhostProfile === undefined ? undefined : LOCALHOST + localhostProfile;
}

function profileFor(annotation: string): AppArmorProfile | undefined {
  if (annotation === 'unconfined') return { type: 'Unconfined' };
  if (annotation === 'runtime/default') return { type: 'RuntimeDefault' };
  if (!annotation.startsWith(LOCALHOST)) return undefined;
  return { type: 'Localhost', localhostProfile: annotation.slice(LOCALHOST.length) };
}
