import type { z } from 'zod';
import { counted } from './counted.ts';

/**
 * What to do about a value that a schema refuses, as a sentence without the schema's terms: zod's `error` option for
 * a parse. A schema's own message comes first.
 */
export function inputSentence(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined || issue.input === null || issue.input === ''
        ? 'Fill this in.'
        : `Must be ${typeNames[issue.expected] ?? issue.expected}.`;
    case 'too_small':
      return tooSmall(issue.origin, Number(issue.minimum), issue.inclusive ?? true);
    case 'too_big':
      return tooBig(issue.origin, Number(issue.maximum), issue.inclusive ?? true);
    case 'invalid_value':
      return issue.values.length === 1
        ? `Must be ${String(issue.values[0])}.`
        : `Must be one of these: ${issue.values.map(String).join(', ')}.`;
    case 'unrecognized_keys':
      return `Remove what is not known here: ${issue.keys.join(', ')}.`;
    case 'not_multiple_of':
      return `Must be a multiple of ${issue.divisor}.`;
    case 'invalid_format':
      return `Must be ${formatNames[issue.format] ?? 'in the form that the documentation shows'}.`;
    case 'custom':
      return undefined;
    default:
      // No type of a union, a key of a record.
      return 'Must be in one of the forms that the documentation shows.';
  }
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

const formatNames: Readonly<Record<string, string>> = {
  datetime: 'a time in ISO 8601, such as 2026-11-30T09:00:00Z',
  url: 'a URL',
  email: 'an email address',
  uuid: 'a UUID',
};

function tooSmall(origin: string, least: number, inclusive: boolean): string {
  if (origin === 'string') {
    return least === 1 ? 'Fill this in.' : `Write at least ${counted(least, 'character')}.`;
  }
  if (origin === 'array') return `Give at least ${counted(least, 'item')}.`;
  return inclusive
    ? `Must be at least ${least.toLocaleString('en')}.`
    : `Must be more than ${least.toLocaleString('en')}.`;
}

function tooBig(origin: string, most: number, inclusive: boolean): string {
  if (origin === 'string') return `Write at most ${counted(most, 'character')}.`;
  if (origin === 'array') return `Give at most ${counted(most, 'item')}.`;
  return inclusive
    ? `Must be at most ${most.toLocaleString('en')}.`
    : `Must be less than ${most.toLocaleString('en')}.`;
}
