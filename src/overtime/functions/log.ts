import { pino } from 'pino';
import { errorRecord } from '../engine/error-record.ts';

/** How lines are written: of an error, under `err`, only what {@link errorRecord} lets through. */
export const logOptions = {
  base: null,
  level: process.env['LOG_LEVEL'] ?? 'info',
  serializers: { err: (error: unknown) => errorRecord(error) },
  redact: ['token', 'authorization', '*.token', '*.authorization'],
};

/** Structured lines on stdout for the operators; `LOG_LEVEL` (default info) says how many. */
export const log = pino(logOptions);
