/**
 * Puts the certificate of the cluster's authority into every namespace, as ConfigMap `kube-root-ca.crt`: pods get it with
 * their token. What others make of that ConfigMap is put right again.
 */
import { readFile } from 'node:fs/promises';
import { hasStatusCause, isAlreadyExists } from '@wherry/api';
import { ConfigMaps, Namespaces, type ConfigMap } from '@wherry/api/core-v1';
import { changesOf, keysFrom, startController, type Controller } from '@wherry/client';
import { releasing } from '@wherry/component';
import type { ControllerContext, ControllerEntry } from '../context.ts';

const NAME = 'kube-root-ca.crt';
const FILE = 'ca.crt';
const DESCRIPTION = 'kubernetes.io/description';
// As in Kubernetes, where users may have seen it.
const ABOUT =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service ' +
  'IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';

export const rootCaPublisherEntry: ControllerEntry = {
  name: 'root-ca-certificate-publisher-controller',
  async start(context) {
    const file = context.flags['root-ca-file'];
    if (file === '') return releasing(() => undefined);
    return startController(await rootCaPublisher(context, await readFile(file, 'utf8')), context);
  },
};

async function rootCaPublisher({ client, informers }: ControllerContext, rootCa: string): Promise<Controller> {
  const namespaces = await informers.get(Namespaces);
  const configMaps = await informers.get(ConfigMaps);
  return {
    name: 'root-ca-certificate-publisher-controller',
    sources: [
      changesOf(namespaces),
      keysFrom(configMaps, ({ object, old }) => {
        const { name, namespace = '' } = (object ?? old)?.metadata ?? {};
        return name === NAME ? [namespace] : [];
      }),
    ],
    async reconcile(namespace) {
      if (namespaces.get(namespace)?.status.phase !== 'Active') return;
      const found = configMaps.get(`${namespace}/${NAME}`);
      if (found !== undefined && isAsPublished(found, rootCa)) return;
      const annotations = { ...found?.metadata.annotations, [DESCRIPTION]: ABOUT };
      const data = { [FILE]: rootCa };
      try {
        if (found === undefined) {
          await client.create(ConfigMaps, { metadata: { namespace, name: NAME, annotations }, data });
        } else {
          const { binaryData: _dropped, ...rest } = found;
          await client.update(ConfigMaps, { ...rest, metadata: { ...found.metadata, annotations }, data });
        }
      } catch (error) {
        if (!isAlreadyExists(error) && !hasStatusCause(error, 'NamespaceTerminating')) throw error;
      }
    },
  };
}

function isAsPublished({ data = {}, metadata, binaryData }: Readonly<ConfigMap>, rootCa: string): boolean {
  const hasOnlyTheFile = Object.keys(data).join() === FILE && Object.keys(binaryData ?? {}).length === 0;
  return hasOnlyTheFile && data[FILE] === rootCa && metadata.annotations?.[DESCRIPTION] === ABOUT;
}
