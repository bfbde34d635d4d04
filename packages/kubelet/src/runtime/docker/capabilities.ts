/**
 * Which capabilities the engine can hand on: those of the machine's first process, for an engine cannot give what it
 * was never given.
 */
import { readFile } from 'node:fs/promises';

/** In the order of their numbers in the kernel. */
const NAMES = [
  'CHOWN',
  'DAC_OVERRIDE',
  'DAC_READ_SEARCH',
  'FOWNER',
  'FSETID',
  'KILL',
  'SETGID',
  'SETUID',
  'SETPCAP',
  'LINUX_IMMUTABLE',
  'NET_BIND_SERVICE',
  'NET_BROADCAST',
  'NET_ADMIN',
  'NET_RAW',
  'IPC_LOCK',
  'IPC_OWNER',
  'SYS_MODULE',
  'SYS_RAWIO',
  'SYS_CHROOT',
  'SYS_PTRACE',
  'SYS_PACCT',
  'SYS_ADMIN',
  'SYS_BOOT',
  'SYS_NICE',
  'SYS_RESOURCE',
  'SYS_TIME',
  'SYS_TTY_CONFIG',
  'MKNOD',
  'LEASE',
  'AUDIT_WRITE',
  'AUDIT_CONTROL',
  'SETFCAP',
  'MAC_OVERRIDE',
  'MAC_ADMIN',
  'SYSLOG',
  'WAKE_ALARM',
  'BLOCK_SUSPEND',
  'AUDIT_READ',
  'PERFMON',
  'BPF',
  'CHECKPOINT_RESTORE',
];

/** The names of a bounding set as `/proc/<pid>/status` shows it. */
export function boundingCapabilities(status: string): string[] {
  const mask = BigInt(`0x${/^CapBnd:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '0'}`);
  return NAMES.filter((_name, bit) => (mask >> BigInt(bit)) % 2n === 1n);
}

/** Capabilities that engines before version 23 have never heard of; SYS_ADMIN holds what they allow. */
const NEW = new Set(['PERFMON', 'BPF', 'CHECKPOINT_RESTORE']);
const FIRST_THAT_KNOWS = 23;

/** @param engineVersion such as `20.10.24` */
export async function grantableCapabilities(engineVersion: string): Promise<string[]> {
  const all = boundingCapabilities(await readFile('/proc/1/status', 'utf8'));
  return Number.parseInt(engineVersion, 10) < FIRST_THAT_KNOWS ? all.filter((name) => !NEW.has(name)) : all;
}
