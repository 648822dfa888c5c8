/** What the model answers of a foundation, part by part. */
export const story = {
  title: 'The Lamp at Gull Point',
  premise: 'A keeper hides a wrecker in her lighthouse and has to choose whom to warn.',
  outline: [
    'Mara Voss pulls a stranger out of the surf.',
    'He lights a second lamp on the cliff.',
    'She puts out her own lamp to save the ship.',
  ],
};
export const people = {
  characters: [
    {
      name: 'Mara Voss',
      role: 'keeper of the light',
      description: 'She counts ships and sleeps in her boots.',
      arc: 'From keeping a rule to keeping a promise.',
    },
    {
      name: 'Tobin Reeve',
      role: 'wrecker',
      description: 'He is friendly to everybody but dogs.',
      arc: 'From taking to giving back.',
    },
  ],
};
export const style = {
  voice: 'Close third person, through Mara.',
  tense: 'past' as const,
  tone: 'dry and salty',
  rules: ['No sentence is longer than thirty words.', 'Nobody explains a feeling.'],
};
export const plan = [
  { title: 'The Man in the Surf', summary: 'Mara Voss finds Tobin Reeve.' },
  { title: 'Two Lamps', summary: 'She sees the second light.' },
  { title: 'Out', summary: 'She puts out her lamp.' },
];

/** A chapter of a hundred and fifty words that begins with this line. */
export const prose = (line: string) =>
  `${line}\n\n${'The lamp turned over the water again. '.repeat(23)}`.trim();

/** The book as `read_book` gives it, with these texts written, by number. */
export function storedBook(
  texts: Readonly<Record<number, string>> = {},
  given = Object.keys(texts).map(Number),
) {
  return {
    bookId: 'book-1',
    genre: 'mystery',
    idea: 'A lighthouse that lies',
    ...story,
    ...people,
    styleGuide: style,
    wordsPerChapter: 150,
    sample: false,
    chapters: plan.map((chapter, index) => ({
      ...chapter,
      number: index + 1,
      written: texts[index + 1] !== undefined,
      sample: false,
      text: given.includes(index + 1) ? (texts[index + 1] ?? null) : null,
    })),
  };
}
