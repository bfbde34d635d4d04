// A program with the apiserver's flags that only gets ready: what the process harness is tested with. It speaks TLS
// with a certificate that nobody trusts and a key that protects nothing, so that no tool is needed to make them.

import { appendFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  strict: false,
  options: { 'secure-port': { type: 'string' }, 'data-dir': { type: 'string' }, fail: { type: 'boolean' } },
});
if (values.fail === true) throw new Error('cannot bind');

const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg9Ni7e8QabzFppDjZ
55nWDLIRNjFfe+2zgPomuAYfxLahRANCAASzWLD995gZfyMuRKvwsPsbn8gvtLpN
CND/IMuBq8d2rj27rd8imSqo1Q4L0RQ22eMmUQk0ja7KCTXGLuFMRyq4
-----END PRIVATE KEY-----`;
const cert = `-----BEGIN CERTIFICATE-----
MIIBfDCCASOgAwIBAgIUVA0VAp4vOo2N4UKcE/6Za+j6y8IwCgYIKoZIzj0EAwIw
EzERMA8GA1UEAwwIc3RhbmQtaW4wIBcNMjYxMTIzMDUxMzIyWhgPMjEyNjEwMzAw
NTEzMjJaMBMxETAPBgNVBAMMCHN0YW5kLWluMFkwEwYHKoZIzj0CAQYIKoZIzj0D
AQcDQgAEs1iw/feYGX8jLkSr8LD7G5/IL7S6TQjQ/yDLgavHdq49u63fIpkqqNUO
C9EUNtnjJlEJNI2uygk1xi7hTEcquKNTMFEwHQYDVR0OBBYEFKvPZrshJCCgxEvP
Vrs+W0m3NuWQMB8GA1UdIwQYMBaAFKvPZrshJCCgxEvPVrs+W0m3NuWQMA8GA1Ud
EwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgbPyppJhiLJs+N14Mo8IPhoMb
dw9W7LJEIRDVpVDKohICIAEKMsTq1IYK42UpqFBWmZ7YDpyZsC+EeSDhCi81FXF8
-----END CERTIFICATE-----`;

appendFileSync(join(String(values['data-dir']), 'starts'), `${process.pid}\n`);
const server = createServer({ key, cert }, (request, response) => {
  response.statusCode = request.url === '/readyz' ? 200 : 404;
  response.end();
});
server.listen(Number(values['secure-port']), '127.0.0.1', () => process.stdout.write(`up ${process.pid}\n`));
process.on('SIGTERM', () => process.exit(0));
