/**
 * Makes sure that the image of a container is on this machine, as its pull policy says, and tells users how that goes.
 * An image that can be had nowhere is tried again after 10 s, 20 s … 5 minutes. Where `Always` meets a registry that
 * cannot be reached, an image of that name that is here does: so that what was built a second ago runs.
 */
import { parseImageName, type Container, type Pod } from '@wherry/api/core-v1';
import type { EventText } from '@wherry/client';
import type { Clock } from '@wherry/component';
import { StartError } from '../containers/config-error.ts';
import { CrashBackoff } from '../pods/crash-backoff.ts';
import { RuntimeError, type ImageRecord, type Images, type RegistryCredentials } from '../runtime/runtime.ts';

export interface ImagePullerOptions {
  readonly images: Images;
  /** Told what was pulled, which was not on the machine before. @default nobody */
  readonly pulled?: (name: string, id: string) => Promise<void>;
  readonly clock: Clock;
}

export interface PullRequest {
  readonly pod: Readonly<Pod>;
  readonly container: Readonly<Pick<Container, 'name' | 'image' | 'imagePullPolicy'>>;
  /** Those that fit the image, to be tried in turn. */
  readonly credentials: readonly RegistryCredentials[];
  readonly tell: (event: EventText) => void;
  readonly signal?: AbortSignal;
}

export interface ImagePuller {
  /** @throws StartError with the reason that the container's status shows */
  ensure(request: PullRequest): Promise<ImageRecord>;
}

export function createImagePuller({ images, pulled, clock }: ImagePullerOptions): ImagePuller {
  const backoff = new CrashBackoff(clock);
  const lastFailure = new Map<string, { readonly at: number; readonly message: string }>();

  const pull = async (request: PullRequest, image: string): Promise<void> => {
    const { credentials, signal } = request;
    const options = signal === undefined ? {} : { signal };
    let failure: Error | undefined;
    for (const each of credentials) {
      try {
        return await images.pull(image, { ...options, credentials: each });
      } catch (error) {
        failure = error instanceof Error ? error : new RuntimeError(String(error));
      }
    }
    if (failure !== undefined) throw failure;
    await images.pull(image, options);
  };

  return {
    async ensure(request) {
      const { pod, container, tell } = request;
      const { image = '', imagePullPolicy = 'IfNotPresent' } = container;
      const warn = (reason: string, message: string) => tell({ type: 'Warning', reason, message });
      const say = (reason: string, message: string) => tell({ type: 'Normal', reason, message });
      if (parseImageName(image) === undefined) {
        const message = `Failed to apply default image tag "${image}": couldn't parse image name "${image}": invalid reference format`;
        warn('InspectFailed', message);
        throw new StartError('InvalidImageName', message);
      }
      const present = await images.inspect(image);
      if (present !== undefined && imagePullPolicy !== 'Always') {
        say('Pulled', `Container image "${image}" already present on machine and can be accessed by the pod`);
        return present;
      }
      if (imagePullPolicy === 'Never') {
        const message = `Container image "${image}" is not present with pull policy of Never`;
        warn('ErrImageNeverPull', message);
        throw new StartError('ErrImageNeverPull', message);
      }
      const key = `${pod.metadata.uid ?? ''}/${image}`;
      const failed = lastFailure.get(key);
      if (failed !== undefined && backoff.waiting(key, failed.at) !== undefined) {
        say('BackOff', `Back-off pulling image "${image}"`);
        throw new StartError('ImagePullBackOff', `Back-off pulling image "${image}": ErrImagePull: ${failed.message}`);
      }
      say('Pulling', `Pulling image "${image}"`);
      const begin = clock.monotonic();
      try {
        await pull(request, image);
      } catch (error) {
        if (!(error instanceof RuntimeError)) throw error;
        if (present !== undefined) {
          warn(
            'Failed',
            `Failed to pull image "${image}": ${error.message}. The image of this name that is on the machine is used`,
          );
          return present;
        }
        const at = clock.now().getTime();
        backoff.next(key, at);
        lastFailure.set(key, { at, message: error.message });
        warn('Failed', `Failed to pull image "${image}": ${error.message}`);
        throw new StartError('ErrImagePull', error.message, { cause: error });
      }
      lastFailure.delete(key);
      backoff.forget(key);
      const found = await images.inspect(image);
      if (found === undefined)
        throw new StartError('ImageInspectError', `Failed to inspect image "${image}" after pulling it`);
      if (found.id !== present?.id) await pulled?.(image, found.id);
      const took = seconds(clock.monotonic() - begin);
      say(
        'Pulled',
        `Successfully pulled image "${image}" in ${took} (${took} including waiting). Image size: ${found.sizeBytes} bytes.`,
      );
      return found;
    },
  };
}

/** As Go prints a duration: `1.5s`, `230ms`. */
function seconds(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)}ms` : `${Number((ms / 1000).toFixed(3))}s`;
}
