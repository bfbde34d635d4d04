// Builds the three images of the guestbook on this machine's Docker engine: bundles of the two servers, then a target each.

import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const { values } = parseArgs({ options: { version: { type: 'string', default: '1' } } });

await build({
  absWorkingDir: import.meta.dirname,
  entryPoints: ['src/api.ts', 'src/front-end.ts'],
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node26',
  // Packages in CommonJS ask for Node's modules with `require`, which a module does not have.
  banner: { js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);` },
});

for (const tier of ['store', 'api', 'front-end']) {
  const image = `guestbook/${tier}:${values.version}`;
  console.log(`building ${image}`);
  const { status } = spawnSync('docker', ['build', '--quiet', '--target', tier, '--tag', image, '.'], {
    cwd: import.meta.dirname,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}
