/** What the engine tells of itself. */
import { statfs } from 'node:fs/promises';
import type { EngineInfo } from '../preflight/judge-engine.ts';
import { docker } from './docker.ts';

interface Info {
  readonly OSType: string;
  readonly ServerVersion: string;
  readonly MemTotal: number;
  readonly NCPU: number;
  readonly DockerRootDir: string;
}

export async function engineInfo(): Promise<EngineInfo> {
  const [text, apiVersion] = await Promise.all([
    docker(['info', '--format={{json .}}']),
    docker(['version', '--format={{.Server.APIVersion}}']),
  ]);
  const info = JSON.parse(text) as Info;
  return {
    apiVersion: apiVersion.trim(),
    version: info.ServerVersion,
    osType: info.OSType,
    memoryBytes: info.MemTotal,
    cpus: info.NCPU,
    rootDir: info.DockerRootDir,
    freeBytes: await freeBytes(info.DockerRootDir),
  };
}

/** Where the engine is in a machine of its own, its folder is not here. */
async function freeBytes(folder: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}
