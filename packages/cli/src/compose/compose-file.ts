/** The text of a cluster's Compose file. The one at the root of the checkout is that of three workers. */
import { stringify } from 'yaml';
import { controlPlane, keeper, worker } from './machines.ts';
import { planCompose } from './plan-compose.ts';

const heading = `# A Wherry cluster: \`docker compose up\` (or docker-compose 1.29) builds the image and starts it; \`npm start\` does so
# quicker, and waits until it is ready. Made from packages/cli/src/compose: npm run -s wherry -- compose > docker-compose.yml
`;

export const defaultWorkers = 3;

/** @param workers how many, from 1 */
export function composeFile(workers: number): string {
  const machines = [controlPlane, ...Array.from({ length: workers }, (_, index) => worker(index + 1))];
  return (
    heading + stringify(planCompose({ machines, apart: [keeper] }), { aliasDuplicateObjects: false, lineWidth: 0 })
  );
}
