import { startTestApi } from '@wherry/apiserver/testing';
import { ConfigMaps, Secrets } from '@wherry/api/core-v1';
import { createClient, openTransport } from '@wherry/client';
import { silentLog, systemClock } from '@wherry/component';
import { eventually } from '@wherry/component/testing';
import { expect, it, onTestFinished } from 'vitest';
import { openInformers } from '../informers.ts';
import { startMonitors } from './monitors.ts';

it('watches no collection that is watched anyway, and hears of its objects all the same', async () => {
  const api = await startTestApi();
  onTestFinished(() => api.stop());
  const transport = openTransport({ connection: { server: api.url, ...api.pki }, userAgent: 'test' });
  onTestFinished(() => transport.stop());
  const client = createClient(transport);
  const common = { clock: systemClock, log: silentLog };
  const informers = openInformers({ client, ...common });
  onTestFinished(() => informers.stop());
  await informers.get(ConfigMaps);
  const watched: string[] = [];
  const counting = {
    send: transport.send.bind(transport),
    lines(request: Parameters<typeof transport.lines>[0]) {
      watched.push(request.path.split('?')[0] ?? '');
      return transport.lines(request);
    },
  };
  const monitors = await startMonitors({ transport: counting, shared: informers, ...common });
  onTestFinished(() => monitors.stop());
  const heard: string[] = [];
  const end = monitors.onChange((resource, { object, old }) => {
    heard.push(`${object === undefined ? '-' : '+'}${resource.plural}/${(object ?? old)?.metadata.name ?? ''}`);
  });
  onTestFinished(end);
  await eventually(() => expect(watched).toContain('/api/v1/secrets'));
  expect(watched).not.toContain('/api/v1/configmaps');
  const place = { namespace: 'default', name: 'x' };
  for (const resource of [ConfigMaps, Secrets]) {
    await client.create(resource, { metadata: place });
    await client.delete(resource, place);
  }
  const expected = ['+configmaps/x', '-configmaps/x', '+secrets/x', '-secrets/x'];
  await eventually(() => expect(heard).toEqual(expect.arrayContaining(expected)));
  // Others go on with what they watch.
  await monitors.stop();
  const shared = await informers.get(ConfigMaps);
  await client.create(ConfigMaps, { metadata: place });
  await eventually(() => expect(shared.get('default/x')).toBeDefined());
});
