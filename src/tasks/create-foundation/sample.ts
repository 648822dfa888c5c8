import type { z } from 'zod';
import type { cast, outline, plannedChapter, styleGuide } from '../book/book-contract.ts';

interface Input {
  readonly idea: string;
  readonly title?: string | undefined;
}

const things = 'Letter,Bridge,Lower Room,Third Shelf,Second Cup,Tin Box,Drawing,Gate,Mule,Long Way'.split(
  ',',
);
const forms = 'The {},Before the {},Back to the {},Without the {},The {} Again,The Last of the {}'.split(',');
const turns = [
  '{a} finds that the {thing} is not what everybody took it for, and tells only {b}.',
  '{a} and {b} quarrel over the {thing}, and each of them is right.',
  'Because of the {thing}, {a} has to trust somebody who has lied before.',
  '{a} loses the {thing}, and learns from {b} who wanted it gone.',
];

/** Three people: those whom the idea names in mid-sentence keep their names. */
function peopleIn(idea: string): [string, string, string] {
  const named = [...idea.matchAll(/(?<=[\p{Ll},] )\p{Lu}\p{Ll}{1,30}/gu)].map(([name]) => name);
  const [a = '', b = '', c = ''] = new Set([...named, 'Mara', 'Tobin', 'Ines']);
  return [a, b, c];
}

export function outlineSample({ idea, title }: Input): z.input<typeof outline> {
  const [a, b, c] = peopleIn(idea);
  return {
    title: title ?? `${a} and the Lower Room`,
    premise: `“${idea.replace(/\s+/g, ' ').slice(0, 300)}”: so it begins for ${a}, who wanted nothing but to be left in peace. What follows costs ${a} a friend and a home.`,
    outline: [
      `${a} learns of it by chance, from a letter that was meant for ${b}, and has to see it to believe it.`,
      `${b} wants it kept quiet and ${c} wants it sold, and ${a} stands between them for as long as one can stand there.`,
      `${a} opens what was walled up, and has to choose between putting it back and leaving for good.`,
    ],
  };
}

export function castSample({ idea }: Input): z.input<typeof cast> {
  const [a, b, c] = peopleIn(idea);
  const characters = [
    [
      a,
      'who finds it',
      `${a} repairs what others throw away, and talks to it while the glue dries. One meets ${a} on the stairs, always carrying something.`,
      `${a} begins by wanting to be left alone, and ends by leaving.`,
    ],
    [
      b,
      'who wrote the letter',
      `${b} keeps two cups on the table and lets one of them go cold. Nobody has heard ${b} raise a voice, and nobody has won an argument against ${b}.`,
      `${b} gives up being right for going along.`,
    ],
    [
      c,
      'who would sell it',
      `${c} knows what everything costs, and for whom. The debts of half the village lie in a drawer that ${c} has never opened in anger.`,
      `${c} gets what was wanted, and nobody to show it to.`,
    ],
  ] as const;
  return {
    characters: characters.map(([name, role, description, arc]) => ({ name, role, description, arc })),
  };
}

export const styleSample: z.input<typeof styleGuide> = {
  voice: 'A narrator who stands close behind the main character and knows no more than that one sees.',
  tense: 'past',
  tone: 'dry, exact, with warmth underneath',
  rules: [
    'Nobody explains a feeling; hands and things show it.',
    'A speech has at most two sentences.',
    'Each scene ends on something that can be seen or heard.',
  ],
};

/** The chapters behind the `planned` ones, up to `count`; no two of sixty have the same title. */
export function planSample(
  { idea }: Input,
  planned: number,
  count: number,
): z.input<typeof plannedChapter>[] {
  const names = peopleIn(idea);
  const pick = (from: readonly string[], at: number) => from[at % from.length] ?? '';
  return Array.from({ length: count - planned }, (_, index) => {
    const at = planned + index;
    const round = Math.floor(at / things.length);
    const thing = pick(things, at);
    const summary = pick(turns, at + round)
      .replaceAll('{a}', pick(names, at))
      .replace('{b}', pick(names, at + 1));
    return {
      title: pick(forms, round).replace('{}', thing),
      summary: summary.replace('{thing}', thing.toLowerCase()),
    };
  });
}
