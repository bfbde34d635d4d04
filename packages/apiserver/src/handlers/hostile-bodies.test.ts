// Bodies made to be misunderstood: keys that mean something to JavaScript, depths and sizes that nobody needs.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../testing/start-test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const MAPS = '/api/v1/namespaces/default/configmaps';
const TYPES = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
};

/** All keys that mean something to objects of JavaScript. */
const KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__defineGetter__', 'valueOf'];
/** `"__proto__":"v",…` */
const members = (value: string): string => KEYS.map((key) => `"${key}":"${value}"`).join(',');
const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);
const entries = (object: object | undefined): [string, unknown][] => Object.entries(object ?? {}).toSorted(byKey);
const all = (value: string): [string, string][] => KEYS.map((key): [string, string] => [key, value]).toSorted(byKey);

describe('keys that every object of JavaScript has', () => {
  it.each([
    ['application/json', `{"metadata":{"name":"NAME","labels":{LABELS}},"data":{DATA}}`],
    ['application/yaml', `metadata: {name: NAME, labels: {LABELS}}\ndata: {DATA}\n`],
  ])('are data in %s, and stay what they are through every change', async (type, template) => {
    const name = type.slice(type.indexOf('/') + 1);
    const label = members('l')
      .replace('"__proto__"', '"a__proto__a"')
      .replace('"__defineGetter__"', '"a__defineGetter__a"');
    const body = template.replace('NAME', name).replace('LABELS', label).replace('DATA', members('v'));
    const made = await api.send('POST', MAPS, { body, type });
    expect(made.status).toBe(201);
    expect(entries(made.json.data)).toEqual(all('v'));
    expect(entries((await api.send('GET', `${MAPS}/${name}`)).json.data)).toEqual(all('v'));

    const replaced = await api.send('PUT', `${MAPS}/${name}`, {
      body: `{"metadata":{"name":"${name}"},"data":{${members('w')}}}`,
    });
    expect(entries(replaced.json.data)).toEqual(all('w'));
    for (const [value, patchType, patch] of [
      ['x', TYPES.merge, `{"data":{${members('x')}}}`],
      ['y', TYPES.strategic, `{"data":{${members('y')}}}`],
      ['z', TYPES.json, JSON.stringify(KEYS.map((key) => ({ op: 'add', path: `/data/${key}`, value: 'z' })))],
    ] as const) {
      const { status, json } = await api.send('PATCH', `${MAPS}/${name}`, { body: patch, type: patchType });
      expect([status, entries(json.data)]).toEqual([200, all(value)]);
    }
    for (const [patchType, patch] of [
      [TYPES.merge, `{"data":{${members('x').replaceAll('"x"', 'null')}}}`],
      [TYPES.strategic, `{"data":{${members('x').replaceAll('"x"', 'null')}}}`],
    ] as const) {
      const { json } = await api.send('PATCH', `${MAPS}/${name}?dryRun=All`, { body: patch, type: patchType });
      expect(entries(json.data)).toEqual([]);
    }
    const removals = KEYS.map((key) => ({ op: 'remove', path: `/data/${key}` }));
    const { json } = await api.send('PATCH', `${MAPS}/${name}`, { body: removals, type: TYPES.json });
    expect(entries(json.data)).toEqual([]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('are unknown fields where there are no maps', async () => {
    const body = `{"metadata":{"name":"fields","__proto__":{"polluted":1}},${members('v')},"__proto__":{"polluted":1}}`;
    const { status, warnings } = await api.send('POST', MAPS, { body });
    expect(status).toBe(201);
    expect(warnings).toContain('unknown field "metadata.__proto__"');
    expect(warnings).toContain('unknown field "constructor"');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it.each(['/__proto__/polluted', '/metadata/__proto__/polluted', '/constructor/prototype/polluted'])(
    'lead a JSON patch nowhere: %s',
    async (path) => {
      await api.send('POST', MAPS, { body: { metadata: { name: 'paths' } } });
      const body = [{ op: 'add', path, value: 'yes' }];
      expect((await api.send('PATCH', `${MAPS}/paths`, { body, type: TYPES.json })).status).toBe(422);
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    },
  );

  const containers = (resources: string): string => `"containers":[{"name":"a","image":"b"${resources}}]`;
  it.each([
    ['requests of a container', 'pods', `"spec":{${containers(',"resources":{"requests":AMOUNTS}')}}`],
    ['limits of a container', 'pods', `"spec":{${containers(',"resources":{"limits":AMOUNTS}')}}`],
    ['requests of a pod', 'pods', `"spec":{"resources":{"requests":AMOUNTS},${containers('')}}`],
    [
      'limits of a pod',
      'pods',
      `"spec":{"resources":{"limits":AMOUNTS},${containers(',"resources":{"limits":AMOUNTS}')}}`,
    ],
    ['a least amount', 'limitranges', '"spec":{"limits":[{"type":"Container","min":AMOUNTS,"max":{},"default":{}}]}'],
    ['a quota', 'resourcequotas', '"spec":{"hard":AMOUNTS}'],
  ])('are the names of no resources: %s', async (_name, plural, fields) => {
    const body = `{"metadata":{"name":"amounts"},${fields.replaceAll('AMOUNTS', `{${members('1')}}`)}}`;
    const { status, json } = await api.send('POST', `/api/v1/namespaces/default/${plural}`, { body });
    expect([status, json.reason]).toEqual([422, 'Invalid']);
  });

  it('select nothing', async () => {
    await api.send('POST', MAPS, { body: { metadata: { name: 'unlabelled' } } });
    for (const selector of ['constructor', 'toString', 'constructor!=x', 'valueOf in (a)']) {
      const path = `${MAPS}?labelSelector=${encodeURIComponent(selector)}&fieldSelector=metadata.name%3Dunlabelled`;
      const { json } = await api.send('GET', path);
      expect([selector, json.items.length]).toEqual([selector, selector.includes('!=') ? 1 : 0]);
    }
  });
});

describe('depth and size', () => {
  const nested = (depth: number): string => `{"metadata":{"name":"deep"},"x":${'['.repeat(depth)}${']'.repeat(depth)}}`;

  it('of JSON and YAML are bounded', async () => {
    expect((await api.send('POST', `${MAPS}?dryRun=All`, { body: nested(500) })).status).toBe(201);
    expect((await api.send('POST', MAPS, { body: nested(100_000) })).status).toBe(400);
    expect((await api.send('POST', MAPS, { body: nested(100_000), type: 'application/yaml' })).status).toBe(400);
    const { status, json } = await api.send('PATCH', `${MAPS}/paths`, { body: nested(100_000), type: TYPES.merge });
    expect([status, json.message]).toEqual([400, 'error decoding patch: exceeded max depth']);
  });

  it('of YAML do not grow by aliases', async () => {
    const lines = ['a: &a [x,x,x,x,x,x,x,x,x]'];
    const keys = 'abcdefghij'.split('');
    for (const [i, key] of keys.slice(1).entries()) {
      lines.push(`${key}: &${key} [${Array.from({ length: 9 }, () => `*${keys[i] ?? ''}`).join(',')}]`);
    }
    const { status, json } = await api.send('POST', MAPS, { body: lines.join('\n'), type: 'application/yaml' });
    expect([status, json.reason]).toEqual([400, 'BadRequest']);
  });

  it('of a JSON patch do not grow by copies', async () => {
    await api.send('POST', MAPS, { body: { metadata: { name: 'copied' }, data: { a: 'x'.repeat(1000) } } });
    const body = Array.from({ length: 100 }, () => ({ op: 'copy', from: '/data', path: '/data/b' }));
    expect((await api.send('PATCH', `${MAPS}/copied`, { body, type: TYPES.json })).status).toBe(422);
  });

  it.each([
    ['a name', { metadata: { name: 'a.'.repeat(400_000) } }, 422],
    ['a beginning of a name', { metadata: { generateName: 'a-'.repeat(400_000) } }, 422],
    ['a label', { metadata: { name: 'a', labels: { a: '-'.repeat(800_000) } } }, 422],
    ['owners of one uid', { metadata: { name: 'o', ownerReferences: owners(8_000) } }, 201],
    ['unknown fields', { metadata: { name: 'u' }, ...Object.fromEntries(many(50_000)) }, 201],
  ])('of %s hold nothing up', async (_name, body, status) => {
    const start = performance.now();
    expect((await api.send('POST', `${MAPS}?dryRun=All`, { body })).status).toBe(status);
    // Comparing all with all would take minutes, also on a fast machine.
    expect(performance.now() - start).toBeLessThan(20_000);
  });
});

function owners(count: number): object[] {
  return many(count).map(([name]) => ({ apiVersion: 'v1', kind: 'Pod', name, uid: 'u' }));
}

function many(count: number): [string, number][] {
  return Array.from({ length: count }, (_, i): [string, number] => [`m${i}`, i]);
}
