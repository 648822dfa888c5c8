import type { Chance } from './chance.ts';
import { expand } from './template.ts';

/** What is judged, and by what. */
export interface Judged {
  /** The text that is judged, or that tells of what is judged. */
  readonly text: string;
  readonly chance: Chance;
}

const praise =
  /\b(?:beautiful|lyrical|gripping|page-turner|brilliant|excellent|wonderful|love[ds]?|perfect|clear|vivid|masterful|best|fresh|elegant|well[- ](?:written|paced|edited))\b/gi;
const blame =
  /\b(?:slow|drags?|boring|confusing|clunky|flat|typos?|errors|mistakes|disappoint\w+|tedious|rushed|repetitive|poorly|weak|dense|worst|unedited)\b/gi;

/** Words with which readers speak of one side of a text. */
const sides: readonly (readonly [RegExp, RegExp])[] = [
  [/pac/, /\b(?:pac\w+|slow|drags?|rushed|page-turner|gripping|tedious|fast)\b/i],
  [/prose|style|writing/, /\b(?:prose|writing|written|sentences?|lyrical|language|dialogue|style)\b/i],
  [/grammar|spelling/, /\b(?:grammar|spelling|typos?|errors|mistakes)\b/i],
  [/polish|edit/, /\b(?:polish\w*|edit\w*|production|typos?)\b/i],
  [/readab|clarity/, /\b(?:read(?:s|able|ability)?|clear|dense|confusing|accessible)\b/i],
];

/** How good it is said to be, 0 to 1: by its ratings, or else its length; by what is said of this side; by a little chance. */
export function merit(property: string, { text, chance }: Judged): number {
  const rating = averageRating(text);
  const [, side] = sides.find(([name]) => name.test(property)) ?? [];
  const heard = sentencesOf(text)
    .flatMap((sentence) => sentence.split(/[,;]|\b(?:but|though|although)\b/))
    .filter((clause) => side === undefined || side.test(clause))
    .join(' ');
  const leaning = (heard.match(praise)?.length ?? 0) - (heard.match(blame)?.length ?? 0);
  const base =
    rating === null ? 0.5 + 0.35 * Math.min(1, text.split(/\s+/).length / 400) : 0.28 + 0.134 * rating;
  return Math.min(
    0.98,
    Math.max(0.05, base + 0.07 * Math.max(-3, Math.min(3, leaning)) + (chance.number() - 0.5) * 0.1),
  );
}

/** The mean of what is said as `4.2 of 5`, `4/5` or `4 stars`, as a number from 0 to 5. */
function averageRating(text: string): number | null {
  const ratings = Array.from(
    text.matchAll(/\b([0-5](?:\.\d+)?)\s*(?:(?:out )?of 5|\/\s?5|stars?)\b/gi),
    ([, rating]) => Number(rating),
  );
  return ratings.length === 0 ? null : ratings.reduce((sum, rating) => sum + rating, 0) / ratings.length;
}

/** Passages of a text, word for word, those first that share words with what is asked for. */
export function passages(text: string, about: string, count: number, chance: Chance): string[] {
  const wanted = new Set(about.toLowerCase().match(/\p{L}{4,}/gu) ?? []);
  const shared = (sentence: string) =>
    (sentence.toLowerCase().match(/\p{L}{4,}/gu) ?? []).filter((word) => wanted.has(word)).length;
  return sentencesOf(text)
    .map((sentence, place) => ({ sentence, place, score: shared(sentence) + chance.number() }))
    .toSorted((a, b) => b.score - a.score)
    .slice(0, count)
    .toSorted((a, b) => a.place - b.place)
    .map(({ sentence }) => shortened(sentence));
}

/** What is quoted stays short: of a long sentence its beginning, up to a whole word. */
function shortened(sentence: string): string {
  return sentence.length <= 160 ? sentence : sentence.slice(0, 160).replace(/\s+\S*$/, '');
}

function sentencesOf(text: string): string[] {
  return text
    .split(/\n+|(?<=[.!?]["”’]?)\s+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence.length >= 12 && /\p{L}/u.test(sentence));
}

const reasons = {
  first: [
    'In “{quote}”, {aspect} is [there to be seen|carried out with some care].',
    'The passage “{quote}” [shows|is the best evidence of] {aspect}.',
    'What speaks for it is “{quote}”, which answers to {aspect} directly.',
  ],
  good: [
    'The point is made [early|plainly].',
    'The wording is exact, and [each step|the example] supports the next.',
    'A reader can follow it without help.',
  ],
  weak: [
    'It stays on the surface in places: [no example follows|the reason is left open].',
    'The thought is begun and not carried through; [one more step|a second example] would help.',
    'Elsewhere the text [passes over this|repeats itself] where it could go further.',
  ],
  none: ['The text says [next to nothing|nothing that could be pointed to] about {aspect}.'],
} as const;

/** Why a judgement is what it is, in two or three sentences. */
export function reasonsFor(aspect: string, quotes: readonly string[], worth: number, chance: Chance): string {
  const quote = (quotes[0] ?? '').replace(/[.“”"]+$/g, '').replace(/[“”"]/g, '’');
  const slots = { quote, aspect: aspect === '' ? 'what is asked for' : `“${aspect}”` };
  if (quote === '') return expand(chance.deal(reasons.none) ?? '', slots, chance);
  const rest = worth >= 0.8 ? [reasons.good] : worth >= 0.55 ? [reasons.good, reasons.weak] : [reasons.weak];
  return [reasons.first, ...rest]
    .map((part) => expand(chance.deal<string>(part) ?? '', slots, chance))
    .join(' ');
}

/** What scores rest on: the ratings, a word of a reader, and what is best and what is weakest. */
export function verdictOn(text: string, scores: Readonly<Record<string, number>>, chance: Chance): string {
  const rating = averageRating(text);
  const heard = sentencesOf(text).filter(
    (sentence) => sentence.search(praise) >= 0 || sentence.search(blame) >= 0,
  );
  const quote = shortened(chance.pick(heard) ?? '')
    .replace(/^[^:]{1,30}:\s+/, '')
    .replace(/[.]$/, '');
  const ranked = Object.entries(scores).toSorted(([, a], [, b]) => b - a);
  const [best, weakest] = [ranked[0]?.[0] ?? 'style', ranked.at(-1)?.[0] ?? 'pacing'];
  return [
    rating === null
      ? 'Nobody has rated it so far, so the scores stay near the middle.'
      : `Readers give it ${rating.toFixed(1)} of 5 on average, and the scores stay near that.`,
    quote === '' ? '' : `One of them says: “${quote}.”`,
    `What speaks for it most is its ${best}; its ${weakest} is what holds it back.`,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}
