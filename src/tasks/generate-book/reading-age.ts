/** How to write for the readers of a book. */
export interface ReadingAge {
  /** Words on the page of one scene. */
  readonly fewestWords: number;
  readonly mostWords: number;
  readonly style: string;
}

/** The oldest reader's age, fewest and most words, and the style: the younger readers are read to. */
const ages: readonly (readonly [upTo: number, fewest: number, most: number, style: string])[] = [
  [3, 25, 45, 'very short sentences, sounds and repetition, things that a toddler knows'],
  [6, 45, 80, 'short sentences with one idea each, familiar words, feelings that are named'],
  [
    10,
    90,
    140,
    'lively sentences of up to fifteen words, dialogue, now and then a new word that is explained',
  ],
  [13, 130, 190, 'varied sentences, a richer vocabulary, humour, thoughts as well as deeds'],
  [17, 170, 240, 'prose for young adults, with subtext and without anything that talks down to them'],
];

/** @param ageGroup as the contract takes it: `7-10`, or one age. */
export function readingAge(ageGroup: string): ReadingAge {
  const oldest = Number(ageGroup.split('-').at(-1));
  const [, fewestWords, mostWords, style] = ages.find(([upTo]) => oldest <= upTo) ?? ages.at(-1)!;
  return { fewestWords, mostWords, style };
}
