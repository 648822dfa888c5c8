import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkout } from '../../src/local/checkout.ts';

const nouns = 'points|pages|chapters|words|characters|files|jobs|items|parts|tokens|categories|lines|scenes';
/** A value and behind it a plural, in a template or in JSX. */
const plural = new RegExp(String.raw`\{([^{}]+)\}(?:</\w+>)?\s+(?:${nouns})\b(?![:=])`, 'g');
/** A bound of the code is more than one, and what a model reads need not be well put. */
const isName = (value: string) => value.includes('title');
const isBound = (line: string) => /\b(?:most|longest|largest|fewest|max|least|limit|more than)/i.test(line);
const forModels = /prompt\.ts$|sample[\w-]*\.ts$|grade-check\.ts$|point-problems\.ts$/;

function lineAt(text: string, index: number): string {
  return text.slice(text.lastIndexOf('\n', index) + 1).split('\n', 1)[0] ?? '';
}

test('a count stands with the noun that it needs: 1 page, 2 pages', () => {
  const files = globSync('src/{site,tasks,documents,overtime}/**/*.{ts,tsx}', { cwd: checkout });
  expect(files.length).toBeGreaterThan(300);
  const found = files
    .filter((file) => !forModels.test(file))
    .flatMap((file) => {
      const text = readFileSync(join(checkout, file), 'utf8');
      return [...text.matchAll(plural)]
        .filter(([, value = '']) => !isName(value))
        .filter(({ index }) => !isBound(lineAt(text, index)))
        .map(([match]) => `${file}: ${match.replace(/\s+/g, ' ')}`);
    });
  expect(found).toEqual([]);
});
