import type { ResultOf } from '../../overtime/index.ts';
import type { scoreBook } from '../../tasks/score-book/contract.ts';
import { confidenceWords, flagWords, sourceWords } from './flag-words.ts';
import { ScoreChart } from './score-chart.tsx';
import { ScoreRing } from './score-ring.tsx';
import type { ScoredBook } from './use-scored-books.ts';

type Result = ResultOf<typeof scoreBook>;

/** What a report shows: a job's result, or what is kept of one. */
export type Report = Omit<Result, 'summary' | 'genreFrom' | 'scoringStatus' | 'sources' | 'bookKey'> &
  Partial<Pick<Result, 'summary' | 'genreFrom' | 'sources'>>;

/** The report of a book whose job has been purged. */
export function keptReport(book: ScoredBook): Report {
  const { title, overall_score: overallScore, review_count: reviewCount, ...rest } = book;
  return { ...rest, bookTitle: title, overallScore, reviewCount };
}

/** A book's scores, and what they rest on. */
export function ScoreReport({ report }: { report: Report }) {
  const { series, genre, subgenre, sources = [] } = report;
  const facts: [string, string][] = [
    ['Confidence', confidenceWords[report.confidence]],
    ['Ratings and reviews', report.reviewCount.toLocaleString('en')],
    ...(sources.length > 0
      ? [['Sources', sources.map((name) => sourceWords[name]).join(', ')] satisfies [string, string]]
      : []),
    ...(genre === null
      ? []
      : [['Genre', genreLine(genre, subgenre, report.genreFrom)] satisfies [string, string]]),
    ...(series === null ? [] : [['Series', seriesLine(series)] satisfies [string, string]]),
    ...(report.isbn === null ? [] : [['ISBN', report.isbn] satisfies [string, string]]),
  ];
  return (
    <article className="sheet score-report" aria-label={`Scores of ${report.bookTitle}`}>
      <div className="score-head">
        <div className="min-w-0">
          <h2 dir="auto" className="font-serif text-xl tracking-tight sm:text-2xl">
            {report.bookTitle}
          </h2>
          <p className="text-ink-soft">{report.author}</p>
        </div>
        <div className="score-overall">
          <ScoreRing score={report.overallScore} label="Overall score" />
          <p className="text-sm text-ink-soft" aria-hidden="true">
            overall
          </p>
        </div>
      </div>
      <ScoreChart scores={report.scores} />
      {report.summary !== undefined && (
        <p dir="auto" className="max-w-prose">
          {report.summary}
        </p>
      )}
      <dl className="score-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {report.flags.length > 0 && (
        <div className="score-flags">
          <h3 className="text-sm font-semibold">Please note</h3>
          <ul className="list-disc pl-5 text-sm text-ink-soft">
            {report.flags.map((flag) => (
              <li key={flag}>{flagWords[flag]}</li>
            ))}
          </ul>
        </div>
      )}
    </article>
  );
}

function genreLine(genre: string, subgenre: string | null, from: Result['genreFrom'] | undefined): string {
  const whole = subgenre === null ? genre : `${genre}, ${subgenre}`;
  return from === 'sources' ? `${whole} (from the sources)` : whole;
}

function seriesLine({ name, position }: NonNullable<Result['series']>): string {
  return position === null ? name : `${name}, book ${position}`;
}
