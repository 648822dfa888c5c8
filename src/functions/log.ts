import { pino } from 'pino';

/** Structured lines on stdout for the operators; `LOG_LEVEL` (default info) says how many. */
export const log = pino({
  base: null,
  level: process.env['LOG_LEVEL'] ?? 'info',
  redact: ['token', 'authorization', '*.token', '*.authorization'],
});
