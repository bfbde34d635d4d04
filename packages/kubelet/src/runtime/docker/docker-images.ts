/** Images of the engine. */
import type Docker from 'dockerode';
import { RuntimeError, type Images, type RegistryCredentials } from '../runtime.ts';
import { asked, askedIfThere, askedUnless } from './engine-errors.ts';
import { readImage } from './read-records.ts';

export function dockerImages(docker: Docker): Images {
  return {
    async inspect(name) {
      const info = await askedIfThere(docker.getImage(name).inspect());
      return info === undefined ? undefined : readImage(info);
    },
    async list() {
      const images = await asked(docker.listImages());
      return images.map(({ Id: id, RepoTags: tags, RepoDigests: digests, Size: sizeBytes }) => ({
        id,
        tags: (tags ?? []).filter((tag) => tag !== '<none>:<none>'),
        digests: (digests ?? []).filter((digest) => digest !== '<none>@<none>'),
        sizeBytes,
        user: '',
      }));
    },
    async pull(name, { credentials, signal } = {}) {
      const stream = await asked(
        docker.pull(name, {
          ...(credentials === undefined ? {} : { authconfig: authConfig(credentials) }),
          ...(signal === undefined ? {} : { abortSignal: signal }),
        }),
      );
      await new Promise<void>((resolve, reject) => {
        // The answer begins well also when the pull does not: its failure is in what follows.
        docker.modem.followProgress(stream, (error) => {
          if (error === null) resolve();
          else reject(new RuntimeError(error.message, { cause: error }));
        });
      });
    },
    remove: (name) => askedUnless(docker.getImage(name).remove(), [404]),
  };
}

function authConfig({ username, password, identityToken, server }: RegistryCredentials) {
  return identityToken === undefined
    ? { username, password, serveraddress: server }
    : { identitytoken: identityToken, serveraddress: server };
}
