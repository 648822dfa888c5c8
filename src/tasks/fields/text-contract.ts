import { z } from 'zod';

/**
 * Text that is not blank and has at most so many characters. Checked here and not by the provider: some
 * refuse a schema that bounds the length of a string.
 */
export function text(longest: number, meaning: string) {
  return z
    .string()
    .refine((value) => value.trim() !== '' && value.length <= longest, {
      error: `Must be text of 1 to ${longest} characters.`,
    })
    .describe(meaning);
}

/** What a user says in one line, which can therefore pretend to be no other line of a prompt or a file. */
export function line(longest: number) {
  return z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u, 'Write it in one line, without control characters.');
}
