import { type Fact, fact } from './fact.ts';
import { factsFrom } from './facts.ts';
import type { PromptParts } from './prompt-parts.ts';

/** What a prompt tells in so many words: values under a key, and lists of things with names. */
export interface Told {
  readonly values: readonly { readonly key: string; readonly text: string }[];
  readonly lists: readonly { readonly key: string; readonly facts: readonly Fact[] }[];
}

const mostDepth = 6;
const keyed = /^\s*(?:[-*•]\s+)?([A-Za-z][\w ’'()/-]{1,40}):\s+(\S.*)$/;

export function toldIn({ blocks, instructions }: PromptParts): Told {
  const values: { key: string; text: string }[] = [];
  const lists: { key: string; facts: Fact[] }[] = [];
  const readJson = (key: string, value: unknown, depth: number): void => {
    if (depth > mostDepth || value === null) return;
    if (Array.isArray(value)) {
      const facts = value.flatMap((item) => (isObject(item) ? [factOf(item)] : []));
      if (facts.length > 0) lists.push({ key, facts });
      else if (value.length > 0 && value.every((item) => typeof item === 'string')) {
        lists.push({ key, facts: value.map((item) => fact(item)) });
      }
    } else if (isObject(value)) {
      for (const [name, inner] of Object.entries(value)) readJson(words(name).join(' '), inner, depth + 1);
    } else if (typeof value === 'string' || typeof value === 'number') {
      values.push({ key, text: String(value) });
    }
  };

  for (const { label, text } of blocks) {
    const json = parse(text);
    if (json !== undefined) {
      readJson(label, json, 0);
      continue;
    }
    if (label !== 'document' && !text.includes('\n') && text.length <= 300)
      values.push({ key: label, text: text.trim() });
    for (const line of text.split('\n')) {
      const [, key, said] = keyed.exec(line) ?? [];
      if (key !== undefined && said !== undefined)
        values.push({ key: words(key).join(' '), text: said.trim() });
    }
    const { parts } = factsFrom(text);
    // Single sentences of prose are no list.
    if (/^\s*(?:[-*•]|\d+[.)]|#{1,6}|\|)\s?/m.test(text) && parts.length > 0)
      lists.push({ key: label, facts: parts });
    lists.push(...headedLists(text));
  }
  for (const line of instructions.split('\n')) {
    const [, key, said] = keyed.exec(line) ?? [];
    if (key !== undefined && said !== undefined && said.length <= 200) {
      values.push({ key: words(key).join(' '), text: said.trim() });
    }
  }
  return { values, lists };
}

/** `characters:` above lines that begin with a dash. */
function headedLists(text: string): { key: string; facts: Fact[] }[] {
  const lists: { key: string; facts: Fact[] }[] = [];
  for (const line of text.split('\n')) {
    const head = /^\s*(?:#+\s*)?([A-Za-z][\w ]{2,30}):\s*$/.exec(line)?.[1];
    const item = /^\s*(?:[-*•]|\d+[.)])\s+(.{1,120}?)(?:\s*[:(–—]\s*(.*))?$/.exec(line);
    if (head !== undefined) lists.push({ key: head.toLowerCase(), facts: [] });
    else if (item?.[1] !== undefined) lists.at(-1)?.facts.push(fact(item[1], item[2] ?? ''));
  }
  return lists.filter(({ facts }) => facts.length > 0);
}

/** An object of JSON as a fact: its name, its first number, and its first list of objects as parts. */
function factOf(object: Readonly<Record<string, unknown>>): Fact {
  const fields: Record<string, string> = {};
  let parts: Fact[] = [];
  for (const [key, value] of Object.entries(object)) {
    if (typeof value === 'string' || typeof value === 'number') fields[words(key).join(' ')] = String(value);
    else if (Array.isArray(value) && value.some(isObject) && parts.length === 0) {
      parts = value.filter(isObject).map(factOf);
    }
  }
  const number = ['points', 'number', 'score', 'count']
    .map((key) => fields[key])
    .find((text) => text !== undefined);
  return {
    name: fields['name'] ?? fields['title'] ?? Object.values(fields)[0] ?? '',
    text: fields['description'] ?? fields['summary'] ?? '',
    number: number === undefined ? null : Number(number),
    fields,
    parts,
  };
}

/** `reviewCount` and `Review count` have the same words. */
export function words(name: string): string[] {
  return name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
}

function parse(text: string): unknown {
  const trimmed = text.trim();
  if (!/^[[{]/.test(trimmed)) return undefined;
  try {
    return JSON.parse(trimmed) as unknown;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
