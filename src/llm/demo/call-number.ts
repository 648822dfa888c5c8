import { randomUUID } from 'node:crypto';
import { appendFile, readFile } from 'node:fs/promises';

/**
 * The number of this call among the calls with the same key, from 0. The count lives in a file, because
 * `netlify dev` runs every invocation in a fresh thread whose memory starts empty. Each call appends
 * one line and looks where it landed, so that calls at the same time get different numbers.
 */
export async function callNumber(journal: string, key: string): Promise<number> {
  const line = `${key} ${randomUUID()}`;
  await appendFile(journal, `${line}\n`);
  const lines = (await readFile(journal, 'utf8')).split('\n');
  return lines.filter((other) => other.startsWith(`${key} `)).indexOf(line);
}
