import type { ResultOf } from '../../overtime/index.ts';
import type { scoreBook } from '../../tasks/score-book/contract.ts';

type Scores = ResultOf<typeof scoreBook>['scores'];

const rows = [
  ['readability', 'Readability', 'how easily it reads'],
  ['grammar', 'Grammar', 'how free of errors it is'],
  ['prose', 'Prose', 'its sentences, images, dialogue'],
  ['polish', 'Polish', 'how carefully it is edited'],
  ['pacing', 'Pacing', 'how its events are spread'],
] as const satisfies readonly (readonly [keyof Scores, string, string])[];

export interface ScoreChartProps {
  /** What is there so far. */
  readonly scores: { readonly [Name in keyof Scores]?: number | undefined };
}

/** The five scores as bars from 0 to 100. It is a table, whose bars only repeat its numbers. */
export function ScoreChart({ scores }: ScoreChartProps) {
  return (
    <table className="score-chart">
      <caption className="sr-only">Scores from 0 to 100</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">Criterion</th>
          <th scope="col">Bar</th>
          <th scope="col">Score</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([key, name, meaning]) => (
          <tr key={key}>
            <th scope="row">
              <span className="font-medium">{name}</span>
              <span className="score-meaning">{meaning}</span>
            </th>
            <td className="score-bar">
              <Bar score={scores[key]} />
            </td>
            <td className="score-value">{scores[key] ?? '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Bar({ score }: { score: number | undefined }) {
  return (
    <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect width="100" height="10" className="fill-line" />
      <rect width={score ?? 0} height="10" className="score-bar-fill" />
      {[25, 50, 75].map((mark) => (
        <rect key={mark} x={mark - 0.15} width="0.3" height="10" className="fill-sheet" />
      ))}
    </svg>
  );
}
