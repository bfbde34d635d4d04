/**
 * Sees to it that a pod has its volumes before it is bound: writes which volumes and which node were chosen, and waits
 * until the volume controller and the provisioners have done their part.
 */
import {
  isClaimBound,
  isVolumeReachableFrom,
  PersistentVolumeClaims,
  PersistentVolumes,
  SELECTED_NODE,
  type PersistentVolumeClaim,
} from '@wherry/api/core-v1';
import { keyOf, type Client } from '@wherry/client';
import type { Clock } from '@wherry/component';
import type { AssumedStorage, AssumedVolumes } from './assumed-storage.ts';
import type { NodeInfo } from '../nodes/node-info.ts';

export interface BindVolumesOptions {
  readonly client: Pick<Client, 'update'>;
  readonly storage: AssumedStorage;
  readonly clock: Clock;
  readonly node: NodeInfo;
  /** Calls back on every change of claims and volumes; returns a function that ends it. */
  readonly onChange: (callback: () => void) => () => void;
  readonly signal: AbortSignal;
}

const TIMEOUT_MS = 600_000;

/** @throws Error when it cannot be done, or is not done in ten minutes; what the API throws */
export async function bindVolumes(assumed: AssumedVolumes, options: BindVolumesOptions): Promise<void> {
  const { client, signal } = options;
  for (const volume of assumed.volumes) await client.update(PersistentVolumes, volume, { signal });
  for (const claim of assumed.claims) await client.update(PersistentVolumeClaims, claim, { signal });
  await untilBound(assumed, options);
}

function untilBound(assumed: AssumedVolumes, options: BindVolumesOptions): Promise<void> {
  const { clock, onChange, signal } = options;
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      timer.cancel();
      off();
      signal.removeEventListener('abort', onAbort);
      settle();
    };
    const look = (): void => {
      try {
        if (areBound(assumed, options)) end(resolve);
      } catch (error) {
        end(() => reject(error instanceof Error ? error : new Error(String(error))));
      }
    };
    const onAbort = (): void => end(() => reject(new Error('binding volumes: the scheduler is stopping')));
    const timer = clock.after(TIMEOUT_MS, () =>
      end(() => reject(new Error('binding volumes: context deadline exceeded'))),
    );
    const off = onChange(look);
    signal.addEventListener('abort', onAbort, { once: true });
    look();
  });
}

/** @throws Error when it will not come to pass */
function areBound({ bindings, claims }: AssumedVolumes, { storage, node }: BindVolumesOptions): boolean {
  const wanted = [...bindings.map(({ claim }) => claim), ...claims];
  const provisioned = new Set(claims.map(keyOf));
  return wanted.every((claim) => {
    const current = storage.claim(keyOf(claim));
    if (current === undefined) throw new Error(`binding volumes: failed to check binding: ${missing(claim)}`);
    if (provisioned.has(keyOf(claim)) && current.metadata.annotations?.[SELECTED_NODE] !== node.name) {
      throw new Error(`binding volumes: provisioning failed for PVC "${claim.metadata.name ?? ''}"`);
    }
    const volume = storage.volume(current.spec.volumeName ?? '');
    if (volume !== undefined && !isVolumeReachableFrom(volume, node)) {
      const volumeName = volume.metadata.name ?? '';
      throw new Error(
        `binding volumes: pv "${volumeName}" node affinity doesn't match node "${node.name}": no matching NodeSelectorTerms`,
      );
    }
    return isClaimBound(current);
  });
}

const missing = ({ metadata }: Readonly<PersistentVolumeClaim>): string =>
  `persistentvolumeclaim "${metadata.name ?? ''}" not found`;
