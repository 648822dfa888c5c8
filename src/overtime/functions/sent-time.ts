import { z } from 'zod';

/**
 * A time that a caller sends: ISO 8601 with `Z` or an offset of at most 14 hours, from 1970 to 9998, to the
 * nanosecond at most. PostgreSQL accepts all of these, and JavaScript parses what PostgreSQL returns.
 */
export const sentTime = z.iso
  .datetime({ offset: true })
  .max(35)
  .refine((time) => {
    const [, hours = '0', minutes = '0'] = /[+-](\d\d):(\d\d)$/.exec(time) ?? [];
    const at = Date.parse(time);
    return Number(hours) * 60 + Number(minutes) <= 14 * 60 && at >= 0 && at < Date.UTC(9999, 0);
  }, 'Must be from 1970 to 9998, with an offset of at most 14 hours.');
