/** What `/version` answers: the Kubernetes that is served, and what it is made with. */
import manifest from '../../package.json' with { type: 'json' };

export interface VersionInfo {
  readonly major: string;
  readonly minor: string;
  readonly emulationMajor: string;
  readonly emulationMinor: string;
  readonly minCompatibilityMajor: string;
  readonly minCompatibilityMinor: string;
  readonly gitVersion: string;
  readonly gitCommit: string;
  readonly gitTreeState: string;
  readonly buildDate: string;
  readonly goVersion: string;
  readonly compiler: string;
  readonly platform: string;
}

export interface VersionOptions {
  /** Wherry's own version. @default that of this package */
  readonly release?: string;
  /** The commit that was built. @default unknown */
  readonly commit?: string;
}

/** The release of Kubernetes whose behaviour this is. */
const KUBERNETES = 'v1.35.0';

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64' };

/** The version of this process. The names of the fields are upstream's; the runtime is Node. */
export function versionInfo({ release = manifest.version, commit = '' }: VersionOptions = {}): VersionInfo {
  return {
    major: '1',
    minor: '35',
    emulationMajor: '1',
    emulationMinor: '35',
    minCompatibilityMajor: '1',
    minCompatibilityMinor: '34',
    gitVersion: `${KUBERNETES}+wherry.${release}`,
    gitCommit: commit,
    gitTreeState: commit === '' ? '' : 'clean',
    // The code runs as it stands: there is no build to date.
    buildDate: '1970-01-01T00:00:00Z',
    goVersion: `node${process.versions.node}`,
    compiler: 'v8',
    platform: `${process.platform}/${ARCHITECTURES[process.arch] ?? process.arch}`,
  };
}
