import { Fragment } from 'react';
import { quoteFinder } from '../../tasks/grade-submission/quotes.ts';

/** The place of a category's quote in the text, as the target of a link. */
export function quoteId(category: number, quote: number): string {
  return `quote-${category + 1}-${quote + 1}`;
}

export interface QuotedTextProps {
  readonly text: string;
  /** The quotes of each category, in the rubric's order. */
  readonly quotes: readonly (readonly string[])[];
}

/** A submission with what the grades quote of it marked, each mark with the numbers of its categories. */
export function QuotedText({ text, quotes }: QuotedTextProps) {
  const marks = marksIn(text, quotes);
  return (
    <p className="quoted-text">
      {marks.map(({ start, end, quotedBy }, index) => (
        <Fragment key={start}>
          {text.slice(marks[index - 1]?.end ?? 0, start)}
          <mark className="quote-mark">
            {text.slice(start, end)}
            {quotedBy.map(({ category, quote }) => (
              <sup key={quoteId(category, quote)} id={quoteId(category, quote)} className="quote-number">
                <span className="sr-only">category </span>
                {category + 1}
              </sup>
            ))}
          </mark>
        </Fragment>
      ))}
      {text.slice(marks.at(-1)?.end ?? 0)}
    </p>
  );
}

interface Mark {
  readonly start: number;
  readonly end: number;
  readonly quotedBy: { readonly category: number; readonly quote: number }[];
}

/** The marked passages in the order of the text. Quotes that overlap share one. */
function marksIn(text: string, quotes: QuotedTextProps['quotes']): Mark[] {
  const find = quoteFinder(text);
  const found = quotes.flatMap((ofCategory, category) =>
    ofCategory.flatMap((words, quote) => {
      const place = find(words);
      return place === null ? [] : [{ ...place, quotedBy: [{ category, quote }] }];
    }),
  );
  const marks: Mark[] = [];
  for (const mark of found.toSorted((one, other) => one.start - other.start)) {
    const last = marks.at(-1);
    if (last === undefined || mark.start >= last.end) marks.push(mark);
    else {
      const end = Math.max(last.end, mark.end);
      marks[marks.length - 1] = { ...last, end, quotedBy: [...last.quotedBy, ...mark.quotedBy] };
    }
  }
  return marks;
}
