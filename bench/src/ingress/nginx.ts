// Debian's nginx as a reverse proxy with one worker: what a proxy written in C costs on the same machine. It is taken out of
// its package and not installed, so that no service of it is ever started.

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { starting, systemClock, type Running } from '@wherry/component';
import { endWithThis } from '../child-process.ts';
import { processorTime } from '../process-usage.ts';
import type { MeasuredServer } from './start-server.ts';

const run = promisify(execFile);

/** Finds nginx, or gets it with apt. @param folder where it is kept @returns undefined where it cannot be had */
export async function findNginx(folder: string): Promise<string | undefined> {
  const program = join(folder, 'usr', 'sbin', 'nginx');
  try {
    return await access(program).then(() => program);
  } catch {
    // Not yet.
  }
  try {
    await mkdir(folder, { recursive: true });
    await run('apt-get', ['-q', 'download', 'nginx'], { cwd: folder });
    const archive = (await readdir(folder)).find((name) => name.endsWith('.deb'));
    if (archive === undefined) return undefined;
    await run('dpkg-deb', ['-x', archive, '.'], { cwd: folder });
    await run(program, ['-v']);
    return program;
  } catch {
    return undefined;
  }
}

/** Starts it in front of a backend. */
export function startNginx(program: string, backendPort: number): Promise<MeasuredServer> {
  return starting<Omit<MeasuredServer, keyof Running>>(async (own) => {
    const folder = await mkdtemp(join(tmpdir(), 'wherry-nginx-'));
    own(() => rm(folder, { recursive: true, force: true }));
    const port = await freePort();
    const file = join(folder, 'nginx.conf');
    await writeFile(file, configuration({ folder, port, backendPort }));
    const child = spawn(program, ['-p', folder, '-c', file, '-e', '/dev/null'], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const exit = once(child, 'exit');
    endWithThis(child);
    own(async () => {
      child.kill('SIGTERM');
      await exit;
    });
    const { pid = -1 } = child;
    let worker: number | undefined;
    for (let tries = 0; tries < 100 && worker === undefined; tries += 1) {
      await systemClock.sleep(20);
      const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
      worker = children.trim() === '' ? undefined : Number(children.trim().split(' ')[0]);
    }
    if (worker === undefined) throw new Error('nginx did not start its worker');
    const measured = worker;
    return { port, processorTime: () => processorTime(measured) };
  });
}

/** As it is set up in front of Node servers: kept connections, and the same fields as the ingress adds. */
function configuration({ folder, port, backendPort }: { folder: string; port: number; backendPort: number }): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `  ${name}_temp_path ${folder}/${name};`)
    .join('\n');
  return `worker_processes 1;
daemon off;
user root;
pid ${folder}/nginx.pid;
events { worker_connections 4096; }
http {
${temporary}
  access_log /dev/null combined buffer=64k flush=1s;
  keepalive_requests 1000000;
  upstream backend { server 127.0.0.1:${backendPort}; keepalive 64; keepalive_requests 1000000; }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://backend;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Real-IP $remote_addr;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_set_header X-Forwarded-Host $http_host;
      proxy_set_header X-Forwarded-Port $server_port;
      proxy_set_header X-Request-ID $request_id;
    }
  }
}
`;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
