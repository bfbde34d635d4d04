import { describe, expect, it } from 'vitest';
import { originForm, parseRequestInfo } from './request-info.ts';

describe('parseRequestInfo', () => {
  it.each([
    ['GET', '/api/v1/namespaces/default/pods/x', { verb: 'get', namespace: 'default', resource: 'pods', name: 'x' }],
    ['GET', '/api/v1/namespaces/default/pods', { verb: 'list', namespace: 'default', resource: 'pods', name: '' }],
    ['GET', '/api/v1/pods?watch=1', { verb: 'watch', namespace: '', resource: 'pods' }],
    ['GET', '/api/v1/pods?watch=false', { verb: 'list', resource: 'pods' }],
    ['GET', '/api/v1/watch/namespaces/a/pods', { verb: 'watch', namespace: 'a', resource: 'pods' }],
    ['GET', '/api/v1/namespaces', { verb: 'list', namespace: '', resource: 'namespaces', name: '' }],
    ['GET', '/api/v1/namespaces/a', { verb: 'get', namespace: 'a', resource: 'namespaces', name: 'a' }],
    [
      'PUT',
      '/api/v1/namespaces/a/finalize',
      { verb: 'update', resource: 'namespaces', name: 'a', subresource: 'finalize' },
    ],
    [
      'PUT',
      '/api/v1/namespaces/a/status',
      { verb: 'update', resource: 'namespaces', name: 'a', subresource: 'status' },
    ],
    [
      'POST',
      '/apis/apps/v1/namespaces/a/deployments',
      { verb: 'create', group: 'apps', version: 'v1', resource: 'deployments' },
    ],
    ['PATCH', '/apis/apps/v1/namespaces/a/deployments/d/scale', { verb: 'patch', name: 'd', subresource: 'scale' }],
    ['DELETE', '/api/v1/namespaces/a/pods', { verb: 'deletecollection', resource: 'pods' }],
    ['GET', '/api/v1/namespaces/a/services/s/proxy/a/b?c=d', { verb: 'get', subresource: 'proxy', rest: 'a/b' }],
    ['GET', '/api/v1/nodes?fieldSelector=metadata.name%3Dn1', { verb: 'list', resource: 'nodes', name: 'n1' }],
    ['HEAD', '/api/v1/nodes/n', { verb: 'get', name: 'n' }],
    ['GET', '/api/v1/namespaces/a/pods/%7Ex', { name: '~x' }],
    ['GET', '/api/v1/namespaces/a%2Fpods%2Fx', { namespace: 'a', resource: 'pods', name: 'x' }],
    ['GET', '/api/v1/namespaces/a/pods/b%2F..%2Fc', { name: 'b', subresource: '..', rest: 'c' }],
    ['GET', '/api/v1/namespaces/a/pods/', { verb: 'list', resource: 'pods', name: '' }],
    ['GET', '/api/v1//pods', { resource: '', name: 'pods' }],
    ['GET', '/api/v1/namespaces/a/pods/x?watch=1', { verb: 'get', name: 'x' }],
    ['GET', '/api/v1/pods?watch', { verb: 'watch' }],
    ['GET', '/api/v1/pods?watch=FALSE', { verb: 'list' }],
    ['DELETE', '/api/v1/watch/namespaces/a/pods/x', { verb: 'watch', name: 'x' }],
    ['GET', '/api/v1/pods?fieldSelector=a%3Db%2Cmetadata.name%3Dx', { name: 'x' }],
    ['GET', '/api/v1/pods?fieldSelector=metadata.name%21%3Dx', { name: '' }],
    ['GET', '/api/v1/pods?fieldSelector=metadata.name%3Da%2Fb', { name: '' }],
    ['GET', '/api/v1/pods?fieldSelector=metadata.name', { name: '' }],
    ['DELETE', '/api/v1/namespaces/a/pods?fieldSelector=metadata.name%3Dx', { verb: 'deletecollection', name: '' }],
    ['PROPFIND', '/api/v1/namespaces/a/pods/x', { verb: '' }],
  ])('reads %s %s', (method, target, expected) => {
    expect(parseRequestInfo(method, target)).toMatchObject({ kind: 'resource', ...expected });
  });

  it.each(['/', '/healthz', '/api', '/api/v1', '/apis', '/apis/apps', '/apis/apps/v1', '/openapi/v3/apis/apps/v1'])(
    'takes %s for a plain path',
    (target) => {
      expect(parseRequestInfo('GET', target)).toMatchObject({ kind: 'path', verb: 'get', path: target });
    },
  );

  it('refuses broken percent-encoding', () => {
    expect(() => parseRequestInfo('GET', '/api/v1/pods/%zz')).toThrow(URIError);
  });

  it('does not take a field selector of a create for a name', () => {
    expect(parseRequestInfo('POST', '/api/v1/nodes?fieldSelector=metadata.name=n')).toMatchObject({ name: '' });
  });
});

describe('originForm', () => {
  it.each([
    ['/a?b', '/a?b'],
    ['https://host:1/a/b?c', '/a/b?c'],
    ['HTTP://host/a', '/a'],
    ['https://host', '/'],
    ['https://host?a', '/?a'],
    ['*', '*'],
    ['ftp://host/a', 'ftp://host/a'],
  ])('of %s is %s', (target, expected) => {
    expect(originForm(target)).toBe(expected);
  });
});
