import { HandOver, OvertimeError } from '../errors.ts';

/** What an operator reads about an error. */
export interface ErrorRecord {
  readonly type: string;
  /** Absent where it may contain text of users or providers. */
  readonly message?: string;
  readonly code?: string;
  /** The HTTP status that a server answered. */
  readonly status?: number;
  /** Where an input or an answer does not fit, and how: paths and codes, no values. */
  readonly issues?: readonly string[];
  /** The frames alone. */
  readonly stack?: string;
  readonly cause?: ErrorRecord;
}

const longestMessage = 500;
const mostFrames = 20;
const mostIssues = 10;
const mostCauses = 5;

/**
 * An error without text of users, documents, models and providers, for the operators' log and records.
 *
 * Only the fields named here are read: the AI SDK's errors carry the prompt, the answer and the provider's
 * response, in their own fields and in the message. Messages are kept where they are ours or a program's, and
 * omitted from errors that quote their input: those of the AI SDK, of parsers, of schemas, of the database when a
 * value is wrong (SQLSTATE class 22), and thrown values that are not errors.
 */
export function errorRecord(thrown: unknown, depth = 0): ErrorRecord {
  const type = thrown instanceof Error ? thrown.name : typeof thrown;
  const code = word(field(thrown, 'code'));
  const status = field(thrown, 'statusCode') ?? field(thrown, 'httpStatus');
  const issues = issuesOf(thrown);
  const cause = field(thrown, 'cause');
  return {
    type: word(type) ?? 'Error',
    ...(mayBeQuoted(thrown) && { message: String(field(thrown, 'message')).slice(0, longestMessage) }),
    ...(code !== undefined && { code }),
    ...(typeof status === 'number' && { status }),
    ...(issues.length > 0 && { issues }),
    ...(thrown instanceof Error && { stack: framesOf(thrown) }),
    ...(cause !== undefined && depth < mostCauses && { cause: errorRecord(cause, depth + 1) }),
  };
}

/** The same as text, causes included. */
export function errorText({ cause, stack, issues, ...record }: ErrorRecord): string {
  const { type, message, code, status } = record;
  const head = [message === undefined ? type : `${type}: ${message}`, code, status, ...(issues ?? [])];
  const own = [head.filter((part) => part !== undefined).join(' · '), stack].filter(Boolean).join('\n');
  return cause === undefined ? own : `${own}\ncaused by: ${errorText(cause)}`;
}

function mayBeQuoted(thrown: unknown): boolean {
  if (thrown instanceof OvertimeError || thrown instanceof HandOver) return true;
  if (typeof field(thrown, 'message') !== 'string') return false;
  // What supabase-js reports is a plain object with an SQLSTATE.
  const state = field(thrown, 'code');
  if (typeof state === 'string' && /^[0-9A-Z]{5}$/.test(state)) return !state.startsWith('22');
  if (!(thrown instanceof Error) || thrown instanceof SyntaxError) return false;
  return !/^AI_|^ZodError$|^\$Zod/.test(thrown.name) && !Array.isArray(field(thrown, 'issues'));
}

/** Frames follow the message, which may have any number of lines, some of which look like frames. */
function framesOf({ stack = '', message }: Error): string {
  const start = stack.indexOf(message);
  return stack
    .slice(start < 0 ? 0 : start + message.length)
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, mostFrames)
    .join('\n');
}

/** Of the issues of a schema, where they are and of what kind. */
function issuesOf(thrown: unknown): string[] {
  const issues = field(thrown, 'issues');
  if (!Array.isArray(issues)) return [];
  return issues.slice(0, mostIssues).map((issue: unknown) => {
    const path = field(issue, 'path');
    const parts: unknown[] = Array.isArray(path) ? path : typeof path === 'string' ? path.split('.') : [];
    return [parts.map((part) => word(String(part)) ?? '…').join('.'), word(field(issue, 'code'))]
      .filter(Boolean)
      .join(': ');
  });
}

/** A name, code or key as programs have them; nothing longer, and no sentence. */
function word(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w$-]{1,60}$/.test(value) ? value : undefined;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
