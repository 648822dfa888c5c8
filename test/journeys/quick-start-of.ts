import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkout } from '../../src/local/checkout.ts';

/** The commands of the first block of a README that installs the package, without their comments. */
export async function quickStartOf(readme: string): Promise<string[]> {
  const text = await readFile(join(checkout, readme), 'utf8');
  const [, block = ''] = /```sh\n(npm install overtime.+?)\n```/s.exec(text) ?? [];
  return block.split('\n').map((line) => line.replace(/\s+#.*$/, ''));
}
