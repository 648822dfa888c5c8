import { pino } from 'pino';
import { errorRecord } from '../engine/error-record.ts';

/** Format of log lines: an error, under `err`, has only the fields that {@link errorRecord} keeps. */
export const logOptions = {
  base: null,
  level: process.env['LOG_LEVEL'] ?? 'info',
  serializers: { err: (error: unknown) => errorRecord(error) },
  redact: ['token', 'authorization', '*.token', '*.authorization'],
};

/** Structured lines on stdout for the operators; `LOG_LEVEL` (default info) says how many. */
export const log = pino(logOptions);
