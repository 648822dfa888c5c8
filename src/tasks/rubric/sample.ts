import { hundredths } from './point-problems.ts';
import { readRubric } from './read-rubric.ts';
import type { FoundCategory } from './read-table.ts';
import type { Rubric } from './rubric-contract.ts';

type Category = Rubric['categories'][number];

/** What a sample takes of a document at most, beyond which it would fit no contract. */
const most = { categories: 30, levels: 10, name: 200, text: 1000 };

/**
 * How much of a document a sample reads, in characters, some 150 pages: it does so outside of the guarded thread, in
 * time that grows with the length.
 */
const longestRead = 500_000;

/** What four levels are called and say, from the best to the weakest, in the language of the rules. */
const scales = {
  en: [
    ['Excellent', 'Met throughout, with detail that a reader can check.'],
    ['Good', 'Met in most places; one or two gaps do not change the whole.'],
    ['Fair', 'Met in some places; important parts are missing or only named.'],
    ['Weak', 'Hardly met anywhere, or in a way that misleads.'],
  ],
  de: [
    ['Sehr gut', 'Durchgehend erfüllt, mit Einzelheiten, die sich prüfen lassen.'],
    ['Gut', 'An den meisten Stellen erfüllt; ein oder zwei Lücken ändern nichts am Ganzen.'],
    ['Ausreichend', 'Stellenweise erfüllt; Wichtiges fehlt oder ist nur genannt.'],
    ['Schwach', 'Kaum erfüllt, oder so, dass es in die Irre führt.'],
  ],
  he: [
    ['מצוין', 'מתקיים לכל אורך העבודה, בפירוט שאפשר לבדוק.'],
    ['טוב', 'מתקיים ברוב המקומות; חסר קטן אינו משנה את השלם.'],
    ['בינוני', 'מתקיים בחלק מהמקומות; דברים חשובים חסרים או רק מוזכרים.'],
    ['חלש', 'כמעט אינו מתקיים, או מתקיים באופן מטעה.'],
  ],
} as const;
const shares = [1, 0.8, 0.5, 0.2];

/**
 * The rubric that stands in a document's text, or one that is made of its rules; its points add up to the total,
 * where there is one.
 *
 * @param improved whether categories without levels get some
 */
export function sampleRubric(text: string, totalPoints?: number, improved = false): Rubric {
  const { title, categories } = readRubric(text.slice(0, longestRead));
  const found: readonly FoundCategory[] =
    categories.length > 0
      ? categories.slice(0, most.categories)
      : [{ name: title || '–', points: null, text: '', levels: [] }];
  const weights = found.map(pointsOf);
  const known = weights.filter((weight) => weight !== null);
  // Where some have no points, they weigh as much as the others do on average; where none has, all the same.
  const usual = known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0) / known.length;
  const stated = weights.map((weight) => weight ?? usual ?? 1);
  const own = stated.reduce((sum, one) => sum + one, 0);
  const points =
    totalPoints === undefined && usual !== null && own > 0
      ? stated.map(hundredths)
      : shareOut(totalPoints ?? 100, stated);
  const scale = /[\u0590-\u05FF]/.test(text)
    ? scales.he
    : /\b(?:und|der|die|das|ist|Punkte)\b/.test(text)
      ? scales.de
      : scales.en;
  return {
    title: (title || scale === scales.en
      ? title || 'Rubric'
      : scale === scales.de
        ? 'Bewertungsraster'
        : 'מחוון'
    ).slice(0, most.name),
    totalPoints: totalPoints ?? hundredths(points.reduce((sum, one) => sum + one, 0)),
    categories: found.map((category, index): Category => {
      const categoryPoints = points[index] ?? 0;
      const levels = category.levels.slice(0, most.levels);
      return {
        name: category.name.slice(0, most.name),
        description: category.text.slice(0, most.text),
        points: categoryPoints,
        levels:
          levels.length === 0 && improved
            ? scale.map(([name, description], rank) => ({
                name,
                description,
                points: hundredths(categoryPoints * (shares[rank] ?? 0)),
              }))
            : withPoints(levels, categoryPoints),
      };
    }),
  };
}

function pointsOf({ points, levels }: FoundCategory): number | null {
  const best = Math.max(-1, ...levels.map((level) => level.points ?? -1));
  return points ?? (best >= 0 ? best : null);
}

/** The levels from the best to the weakest, the best with all of the points; those without any share them. */
function withPoints(levels: FoundCategory['levels'], categoryPoints: number): Category['levels'] {
  const best = Math.max(0, ...levels.map(({ points }) => points ?? 0));
  const round = Number.isInteger(categoryPoints) ? Math.round : hundredths;
  return levels
    .map(({ name, points, text }, rank) => ({
      name: name.slice(0, most.name),
      description: text.slice(0, most.text),
      points: round(
        categoryPoints * (best > 0 ? (points ?? 0) / best : (levels.length - rank) / levels.length),
      ),
    }))
    .toSorted((a, b) => b.points - a.points);
}

/**
 * Parts of a total in proportion to their weights, which add up exactly: every part is rounded down,
 * and what is left goes to the largest remainders.
 */
export function shareOut(total: number, weights: readonly number[]): number[] {
  const unit = Number.isInteger(total) ? 1 : 100;
  const units = Math.round(total * unit);
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const exact = weights.map((weight) => (sum > 0 ? (units * weight) / sum : units / weights.length));
  const parts = exact.map(Math.floor);
  const left = units - parts.reduce((all, share) => all + share, 0);
  const byRemainder = exact.map((share, index) => ({ index, remainder: share - Math.floor(share) }));
  byRemainder.sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder.slice(0, left)) parts[index] = (parts[index] ?? 0) + 1;
  return parts.map((share) => share / unit);
}
