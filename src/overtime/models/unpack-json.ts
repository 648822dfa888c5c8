import { z } from 'zod';
import { storable, storableReviver } from '../storable.ts';
import { readRelaxedJson } from './relaxed-json.ts';
import { behindThought, isThoughtAt, longestTag, thoughtFrom, withoutThoughts } from './thoughts.ts';

const string = '"[^"\\\\]*(?:\\\\[^][^"\\\\]*)*"';
const comment = '//[^\\n]*|/\\*[^]*?\\*/';
const bracket = new RegExp(`${string}|${comment}|[{}[\\]]`, 'g');
/** Brackets that begin JSON, and not a remark. */
const jsonHere =
  /\{\s*(?:["'“„‘}]|[\p{L}_$][\p{L}\p{N}_$]*\s*:|\/[/*]|#)|\[\s*(?:[{["'“„‘\]\d-]|true|false|null|\/[/*])/uy;
/** What may stand around JSON: blanks, a byte order mark, fences. */
const onlyMarks = /^(?:[\s\uFEFF\u200B]|```\w*)*$/;
const marksHere = /(?:[\s\uFEFF\u200B]|```\w*\s)*/y;
/** Text that more characters may make a tag, a fence or JSON. */
const undecided = /^(?:<[\w:|]*|[{[]\s*\/?|\[\w*|◁\w*|`{1,3}\w*)?$/;
/** How many values are looked at: an answer of many brackets is no answer. */
const mostValues = 100;

/** A JSON value in an answer. */
export interface JsonValue {
  readonly value: unknown;
  readonly source: string;
  /** Whether it begins or ends the answer, and so is no example within a sentence. */
  readonly isAtEdge: boolean;
}

/**
 * The JSON values of a finished answer, in order: out of fences, between sentences, behind thoughts; also as models write
 * JSON that is none (`readRelaxedJson`). Nothing is taken of a value that is cut off.
 */
export function jsonValuesIn(text: string): readonly JsonValue[] {
  const whole = parseJson(text.replace(/^\uFEFF/, ''));
  if (typeof whole === 'string') return jsonValuesIn(whole);
  if (whole !== undefined) return [{ value: whole, source: text, isAtEdge: true }];
  let values: JsonValue[] = [];
  let seen = 0;
  /** The end of the last value or thought. */
  let last = 0;
  for (const { index: start } of text.matchAll(/[{[]/g)) {
    if (start < last || !isJsonAt(text, start)) continue;
    seen += 1;
    const thought = thoughtFrom(text.slice(0, start), last);
    if (thought >= 0) {
      last = behindThought(text, thought);
      if (last < 0) return values;
      if (start < last) continue;
    }
    const { value, end } = readJson(text, start);
    const source = text.slice(start, Math.max(start, end));
    // What precedes a closing tag is thought without an opening one; JSON within it may be cut off.
    const swallowed = behindThought(value === undefined ? text : text.slice(0, start), last);
    if (swallowed >= 0) values = [];
    last = value === undefined && swallowed >= 0 ? swallowed : end;
    if (last < 0 || seen > mostValues) return values;
    if (value === undefined) continue;
    const isFirst = seen === 1 && onlyMarks.test(withoutThoughts(text.slice(0, start)));
    values.push({ value, source, isAtEdge: isFirst || onlyMarks.test(text.slice(end)) });
  }
  // As it stands in a text of JSON, but without the marks around that.
  return seen === 0 && /\{\s*\\"/.test(text) ? jsonValuesIn(text.replaceAll('\\"', '"')) : values;
}

/**
 * Finds the JSON in an answer that grows: given all text so far, returns it from its first bracket on, and nothing while
 * the model thinks. An answer that begins otherwise may be thought without an opening tag: nothing of it is returned
 * before a closing tag, or the end.
 */
export function growingJson(): (text: string, hasEnded?: boolean) => string {
  let at = 0;
  let state: 'start' | 'thought' | 'remark' | 'json' = 'start';
  let remarkAt = 0;

  return (text, hasEnded = false) => {
    for (;;) {
      if (state === 'json') return text.slice(at);
      if (state !== 'start') {
        const end = behindThought(text, at);
        if (end < 0) {
          at = Math.max(at, text.length - longestTag);
          return hasEnded && state === 'remark' ? text.slice(remarkAt) : '';
        }
        at = end;
      }
      state = 'start';
      marksHere.lastIndex = at;
      marksHere.test(text);
      at = marksHere.lastIndex;
      if (isThoughtAt(text, at)) state = 'thought';
      else if (undecided.test(text.slice(at, at + longestTag))) return '';
      else if (isJsonAt(text, at)) state = 'json';
      else {
        state = 'remark';
        remarkAt = at;
      }
    }
  };
}

/** Reads JSON as models write it; undefined where it is none. */
export function parseJson(source: string): unknown {
  const parsed = strictJson(source);
  if (parsed !== undefined) return parsed;
  const { value, end } = readJson(source, 0);
  return source.slice(end).trim() === '' ? value : undefined;
}

/** The value that begins with a bracket at `start`, undefined where it is none; and its end, -1 where it is cut off. */
function readJson(text: string, start: number): { readonly value: unknown; readonly end: number } {
  const end = endOfJson(text, start);
  const value = end < 0 ? undefined : strictJson(text.slice(start, end));
  if (value !== undefined) return { value, end };
  const relaxed = readRelaxedJson(text, start);
  return relaxed === null ? { value, end } : { value: storable(relaxed.value), end: relaxed.end };
}

function strictJson(source: string): unknown {
  try {
    return JSON.parse(source, storableReviver);
  } catch {
    return undefined;
  }
}

/**
 * A value as the schema wants it: out of a list of one, out of objects with keys that the schema does not know, and out of
 * the call of a tool; a bare list as the value of the schema's only key, if that is a list.
 */
export function unwrapped(value: unknown, schema: z.ZodType): unknown {
  if (!(schema instanceof z.ZodObject)) return value;
  const [only, ...more] = Object.entries<z.ZodType>(schema.shape);
  const listKey = only !== undefined && more.length === 0 && isList(only[1]) ? only[0] : undefined;
  return unwrap(value, (key) => key in schema.shape, listKey);
}

/** Deeper in lists and objects than any model has put an answer. */
const deepestWrapping = 4;
/** What the call of a tool has beside the object that it is called with. */
const toolCall = /^(?:name|type|id|tool|function|arguments|parameters|input)$/;

function unwrap(
  value: unknown,
  isKnown: (key: string) => boolean,
  listKey: string | undefined,
  depth = 0,
): unknown {
  if (depth > deepestWrapping) return value;
  if (typeof value === 'string' && /^\s*\{/.test(value)) {
    const inner = parseJson(value);
    return inner === undefined ? value : unwrap(inner, isKnown, listKey, depth + 1);
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries: [string, unknown][] = Object.entries(value);
  const [only, ...more] = entries;
  const isOne = only !== undefined && more.length === 0;
  if (Array.isArray(value)) {
    const inner = isOne ? unwrap(only[1], isKnown, listKey, depth + 1) : undefined;
    if (hasKnown(inner) || (isOne && listKey === undefined)) return inner;
    return listKey === undefined ? value : { [listKey]: value };
  }
  const isCall = entries.every(([key]) => toolCall.test(key)) && entries.some(([key]) => !isKnown(key));
  if (hasKnown(value) && !isCall) return value;
  const inners = entries
    .map(([, entry]) => unwrap(entry, isKnown, listKey, depth + 1))
    .filter((entry) => typeof entry === 'object' && entry !== null);
  const fitting = isOne ? inners : inners.filter(hasKnown);
  return fitting.length === 1 ? fitting[0] : value;

  function hasKnown(entry: unknown): boolean {
    return typeof entry === 'object' && entry !== null && Object.keys(entry).some(isKnown);
  }
}

function isList(schema: z.ZodType): boolean {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) {
    return isList(schema.unwrap() as z.ZodType);
  }
  return schema instanceof z.ZodArray;
}

function isJsonAt(text: string, at: number): boolean {
  jsonHere.lastIndex = at;
  return jsonHere.test(text);
}

/** Where a value that begins with a bracket ends; -1 where it is cut off. */
function endOfJson(text: string, start: number): number {
  let depth = 0;
  bracket.lastIndex = start;
  for (let part = bracket.exec(text); part !== null; part = bracket.exec(text)) {
    if (part[0] === '{' || part[0] === '[') depth += 1;
    else if (part[0] === '}' || part[0] === ']') depth -= 1;
    if (depth === 0) return bracket.lastIndex;
  }
  return -1;
}
