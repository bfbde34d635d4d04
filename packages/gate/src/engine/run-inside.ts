/** Carries a script out in a running container. */
import { PassThrough } from 'node:stream';
import type Docker from 'dockerode';
import type { Container } from 'dockerode';

/** @throws Error with what it complained of, in the promise, when it did not end well */
export async function runInside(container: Container, script: string, docker: Docker): Promise<void> {
  const exec = await container.exec({ Cmd: ['/bin/sh', '-c', script], AttachStdout: true, AttachStderr: true });
  const stream = await exec.start({ hijack: false, stdin: false });
  const said = new PassThrough();
  docker.modem.demuxStream(stream, said, said);
  stream.on('error', (error) => said.destroy(error));
  stream.on('end', () => said.end());
  const chunks = await Array.fromAsync(said as AsyncIterable<Buffer>);
  const { ExitCode: code } = await exec.inspect();
  if (code !== 0) throw new Error(`The rules of a publisher were not taken: ${Buffer.concat(chunks).toString('utf8')}`);
}
