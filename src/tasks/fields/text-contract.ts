import { z } from 'zod';

/** The bounds that are no part of a schema's JSON form. */
const bounds = z.registry<{ most: number }>();

/** What a model may write in one call, in characters: nothing that it made is longer. */
export const longestAnswer = 200_000;

/**
 * The same text or list, of at most so many characters or items. Checked here and not by the provider: some
 * refuse a schema that bounds the length of a string, or that bounds a list by a high number.
 */
export function atMost<Schema extends z.ZodType<string | readonly unknown[]>>(
  schema: Schema,
  most: number,
): Schema {
  const bounded = schema.refine(({ length }) => length <= most, {
    error: ({ input }) => `Must have at most ${most} ${typeof input === 'string' ? 'characters' : 'items'}.`,
  });
  bounds.add(bounded, { most });
  return bounded;
}

/** How many characters or items a schema takes by {@link atMost}; undefined where that says nothing. */
export function mostOf(schema: z.core.$ZodType): number | undefined {
  return bounds.get(schema)?.most;
}

/** Text that is not blank and has at most so many characters, checked here as by {@link atMost}. */
export function text(longest: number, meaning: string) {
  return z
    .string()
    .refine((value) => value.trim() !== '' && value.length <= longest, {
      error: `Write 1 to ${longest} characters.`,
    })
    .register(bounds, { most: longest })
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

/** The language of a book, as a BCP 47 tag (https://www.rfc-editor.org/info/bcp47). */
export const language = z
  .string()
  .max(35)
  .refine(isLanguageTag, 'Give a language tag, such as en, de or pt-BR.');

function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

/** A language's name in English, such as `German`. */
export function languageName(tag: string): string {
  return new Intl.DisplayNames('en', { type: 'language' }).of(tag) ?? tag;
}
