import type { ReactNode } from 'react';
import { findQuotes } from './find-quotes.ts';

/** The place of a category's quote in the text, as the target of a link. */
export function quoteId(category: number, quote: number): string {
  return `quote-${category + 1}-${quote + 1}`;
}

export interface QuotedTextProps {
  readonly text: string;
  /** The quotes of each category, in the rubric's order. */
  readonly quotes: readonly (readonly string[])[];
}

/** A submission with what the grades quote of it marked, each mark with the number of its category. */
export function QuotedText({ text, quotes }: QuotedTextProps) {
  const marks = quotes
    .flatMap((ofCategory, category) =>
      findQuotes(text, ofCategory).map((place, quote) => ({ place, category, quote })),
    )
    .filter((mark) => mark.place !== null)
    .map(({ place, ...mark }) => ({ ...mark, start: place?.start ?? 0, end: place?.end ?? 0 }))
    .toSorted((one, other) => one.start - other.start || other.end - one.end);

  const parts: ReactNode[] = [];
  let at = 0;
  for (const { start, end, category, quote } of marks) {
    // Two categories may quote overlapping passages: the second mark begins where the first one ended.
    const from = Math.max(start, at);
    parts.push(
      text.slice(at, from),
      <mark key={`${category}-${quote}`} id={quoteId(category, quote)} className="quote-mark">
        {text.slice(from, Math.max(end, from))}
        <sup className="quote-number">
          <span className="sr-only">category </span>
          {category + 1}
        </sup>
      </mark>,
    );
    at = Math.max(at, end);
  }
  parts.push(text.slice(at));
  return <p className="quoted-text">{parts}</p>;
}
