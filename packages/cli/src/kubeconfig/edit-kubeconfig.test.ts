import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { addEntries, entriesOf, removeEntries, wholeKubeconfig, type Entries } from './edit-kubeconfig.ts';

const entries: Entries = {
  name: 'wherry',
  cluster: { server: 'https://127.0.0.1:6443', 'certificate-authority-data': 'Q0E=' },
  user: { 'client-certificate-data': 'Q0VSVA==', 'client-key-data': 'S0VZ' },
};

const users = `# my clusters
apiVersion: v1
kind: Config
current-context: work # the one that matters
clusters:
- name: work
  cluster: {server: "https://work.example"}
users:
- name: me
  user:
    token: secret
contexts:
- name: work
  context:
    cluster: work
    user: me
preferences: {}
`;

describe('addEntries()', () => {
  it('makes a whole kubeconfig where there is none', () => {
    for (const nothing of [undefined, '', '\n']) {
      const { text, previousContext } = addEntries(nothing, entries);
      expect(previousContext).toBe('');
      expect(parse(text)).toEqual({
        apiVersion: 'v1',
        kind: 'Config',
        clusters: [{ name: 'wherry', cluster: entries.cluster }],
        users: [{ name: 'wherry', user: entries.user }],
        contexts: [{ name: 'wherry', context: { cluster: 'wherry', user: 'wherry' } }],
        'current-context': 'wherry',
      });
    }
  });

  it('leaves everything else as it is, comments too, and says which context there was', () => {
    const { text, previousContext } = addEntries(users, entries);
    expect(previousContext).toBe('work');
    expect(text).toContain('# my clusters');
    expect(text).toContain('# the one that matters');
    const { clusters, users: people, contexts } = parse(text) as Record<string, { name: string }[]>;
    for (const list of [clusters, people, contexts]) expect(list).toHaveLength(2);
    expect(parse(text)).toMatchObject({ 'current-context': 'wherry', preferences: {} });
  });

  it('changes nothing the second time', () => {
    const { text } = addEntries(users, entries);
    expect(addEntries(text, entries)).toEqual({ text, previousContext: 'wherry' });
  });

  it('replaces what a cluster of the same name has left', () => {
    const { text } = addEntries(users, { ...entries, cluster: { server: 'https://127.0.0.1:7000' } });
    expect(addEntries(text, entries).text).toBe(addEntries(users, entries).text);
  });

  it('keeps the context of a user, such as a namespace', () => {
    const own = addEntries(users, entries).text.replace('user: wherry\n', 'user: wherry\n      namespace: mine\n');
    expect(addEntries(own, entries).text).toBe(own);
  });

  it.each(['a: [', '- a', 'text'])('leaves %o alone', (text) => {
    expect(() => addEntries(text, entries)).toThrow();
  });
});

describe('removeEntries()', () => {
  it('takes back what was added', () => {
    const { text, previousContext } = addEntries(users, entries);
    expect(parse(removeEntries(text, { name: 'wherry', previousContext }))).toEqual(parse(users));
  });

  it('leaves the context that somebody has chosen since', () => {
    const text = addEntries(users, entries).text.replace('current-context: wherry', 'current-context: other');
    expect(parse(removeEntries(text, { name: 'wherry', previousContext: 'work' }))).toMatchObject({
      'current-context': 'other',
    });
  });

  it('chooses no context that is gone', () => {
    const { text } = addEntries(undefined, entries);
    expect(parse(removeEntries(text, { name: 'wherry', previousContext: 'work' }))).toMatchObject({
      clusters: [],
      'current-context': '',
    });
  });
});

describe('entriesOf()', () => {
  it('reads what wholeKubeconfig() writes, at another address', () => {
    const read = entriesOf(wholeKubeconfig(entries), { name: 'other', server: 'https://127.0.0.1:7000' });
    expect(read).toEqual({
      ...entries,
      name: 'other',
      cluster: { ...entries.cluster, server: 'https://127.0.0.1:7000' },
    });
  });
});
