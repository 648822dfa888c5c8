/** How to write for the readers of a book. */
export interface ReadingAge {
  /** Words on the page of one scene. */
  readonly fewestWords: number;
  readonly mostWords: number;
  readonly style: string;
}

/** By the age of the oldest reader: the younger ones are read to. */
const ages: readonly (ReadingAge & { readonly upTo: number })[] = [
  {
    upTo: 3,
    fewestWords: 25,
    mostWords: 45,
    style: 'very short sentences, sounds and repetition, things that a toddler knows',
  },
  {
    upTo: 6,
    fewestWords: 45,
    mostWords: 80,
    style: 'short sentences with one idea each, familiar words, feelings that are named',
  },
  {
    upTo: 10,
    fewestWords: 90,
    mostWords: 140,
    style:
      'lively sentences of up to fifteen words, dialogue, now and then a new word that the story explains',
  },
  {
    upTo: 13,
    fewestWords: 130,
    mostWords: 190,
    style: 'varied sentences, a richer vocabulary, humour, thoughts as well as deeds',
  },
  {
    upTo: Infinity,
    fewestWords: 170,
    mostWords: 240,
    style: 'prose for young adults, with subtext and without anything that talks down to them',
  },
];

/** @param ageGroup as the contract takes it: `7-10`, or one age. */
export function readingAge(ageGroup: string): ReadingAge {
  const oldest = Number(ageGroup.split('-').at(-1));
  const { upTo: _, ...found } = ages.find(({ upTo }) => oldest <= upTo) ?? ages[ages.length - 1]!;
  return found;
}
