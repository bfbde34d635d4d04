/** The page as it stands in docs/, formatted as everything is. */
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { checkout } from '../checkout.ts';
import { compatibilityPage } from './compatibility-page.ts';

export const pageFile = join(checkout, 'docs', 'compatibility.md');

export async function pageText(): Promise<string> {
  const config = await resolveConfig(pageFile);
  return format(compatibilityPage(), { ...config, filepath: pageFile });
}
