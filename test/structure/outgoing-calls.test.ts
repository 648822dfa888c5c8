import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkout } from '../../src/local/checkout.ts';

/** What runs in the functions, and the doctor, which calls the same servers. */
const files = globSync('src/{overtime/{engine,files,functions,models,cli},tasks}/**/*.ts', { cwd: checkout });

/** The arguments of each call of a function whose name fits, as text. */
function* callsOf(name: string, text: string): Generator<string> {
  for (const { index } of text.matchAll(new RegExp(`(?<![\\w.])${name}\\(`, 'g'))) {
    const start = text.indexOf('(', index);
    let depth = 0;
    let end = start;
    do {
      if (text[end] === '(') depth += 1;
      if (text[end] === ')') depth -= 1;
      end += 1;
    } while (depth > 0 && end < text.length);
    yield text.slice(start, end);
  }
}

test('every outgoing call has a deadline and a bound on what is read', () => {
  const offences: string[] = [];
  let clients = 0;
  for (const path of files) {
    const text = readFileSync(join(checkout, path), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    const isBounded = /\bfetch = boundedFetch\(/.test(text);
    for (const call of isBounded ? [] : callsOf('fetch', text)) offences.push(`${path}: fetch${call}`);
    for (const call of callsOf('create(?:Client|Google|OpenAI|OpenAICompatible|Anthropic)', text)) {
      clients += 1;
      if (!/\bfetch\b/.test(call)) offences.push(`${path}: a client without a fetch of its own: ${call}`);
    }
    if (
      /from '(?:node:)?(?:http|https|net|tls|undici)'/.test(text) &&
      !/functions\/(?:post-to|webhook-url)\.ts$/.test(path)
    ) {
      offences.push(`${path}: a connection of its own`);
    }
  }
  expect(clients).toBeGreaterThanOrEqual(6);
  expect(offences).toEqual([]);
});
