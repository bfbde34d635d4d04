import { ServiceAccounts } from '@wherry/api/core-v1';
import { describe, expect, it } from 'vitest';
import { createServiceAccountToken } from './auth/service-account-token.ts';
import { createMemoryStorage } from './storage/memory/memory-storage.ts';
import { unreliable } from './storage/testing/unreliable-storage.ts';
import { startTestRegistry } from './testing/start-test-registry.ts';

const account = { namespace: 'default', name: 'robot' };

describe('the identity of a server', () => {
  it('issues tokens for the account that has the name now, though its cache shows one before', async () => {
    const store = createMemoryStorage();
    const storage = unreliable(store);
    const [behind, other] = [await startTestRegistry({ storage }), await startTestRegistry({ storage: store })];
    await behind.create(ServiceAccounts, { metadata: account });
    storage.stuck = true;
    await other.delete(ServiceAccounts, account);
    const { metadata } = await other.create(ServiceAccounts, { metadata: account });
    const request = { metadata: {}, spec: { audiences: [] } };
    const issued = await createServiceAccountToken(request, { ...behind.identity.identity.issuer, account });
    const [, claims = ''] = issued.status.token.split('.');
    const read: unknown = JSON.parse(Buffer.from(claims, 'base64url').toString());
    expect(read).toMatchObject({ 'kubernetes.io': { serviceaccount: { name: 'robot', uid: metadata.uid } } });
  });
});
