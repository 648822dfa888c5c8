import type { z } from 'zod';
import type { cast, outline, plannedChapter, styleGuide } from '../book/book-contract.ts';

interface Input {
  readonly idea: string;
  readonly genre: string;
  readonly title?: string | undefined;
}

const people = ['Mara Voss', 'Tobin Reed', 'Ines Calder'] as const;
const things = [
  'Letter',
  'Bridge',
  'Lower Room',
  'Third Shelf',
  'Second Cup',
  'Tin Box',
  'Drawing',
  'Gate',
  'Two Packs',
  'Long Way',
];
const forms = [
  'The {}',
  'Before the {}',
  'Back to the {}',
  'Without the {}',
  'The {} Again',
  'The Last of the {}',
];
const turns = [
  '{a} finds that the {thing} is not what everybody took it for, and tells only {b}.',
  '{a} and {b} quarrel over the {thing}, and each of them is right.',
  'Because of the {thing}, {a} has to trust somebody who has lied before.',
  '{a} loses the {thing}, and learns from {b} who wanted it gone.',
];

/** The names that an idea has in mid-sentence, before ours: who has a name in it keeps it. */
function peopleIn(idea: string): string[] {
  const named = [...idea.matchAll(/(?<=[\p{Ll},] )\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)?/gu)].map(([name]) => name);
  return [...new Set([...named, ...people])].slice(0, 3);
}

/** The idea as a clause that goes on in mid-sentence, short enough for every field. */
function brief(idea: string): string {
  const first = (idea.split(/(?<=[.!?])\s/)[0] ?? idea).replace(/[.!?]+$/, '').replace(/\s+/g, ' ');
  return first.length <= 200 ? first : `${first.slice(0, 200).replace(/\s\S*$/, '')} …`;
}

export function outlineSample(input: Input): z.input<typeof outline> {
  const [a = '', b = '', c = ''] = peopleIn(input.idea);
  return {
    title: input.title ?? `${a} and the Lower Room`,
    premise: `“${brief(input.idea)}”: so it begins for ${a}, who wanted nothing but to be left in peace. What follows costs ${a} a friend and a home, and in the end one thing is known that nobody can forget again.`,
    outline: [
      `${a} learns of it by chance, from a letter that was meant for ${b}, and goes to see with ${a}'s own eyes.`,
      `${b} wants it kept quiet and ${c} wants it sold, and ${a} stands between them for as long as one can stand there.`,
      `${a} opens what was walled up, and has to choose between putting it back and leaving for good.`,
    ],
  };
}

export function castSample({ idea }: Input): z.input<typeof cast> {
  const [a = '', b = '', c = ''] = peopleIn(idea);
  return {
    characters: [
      {
        name: a,
        role: 'who finds it',
        description: `${a} repairs what others throw away, and talks to it while the glue dries. One meets ${a} on the stairs, always carrying something.`,
        arc: `${a} begins by wanting to be left alone, and ends by leaving.`,
      },
      {
        name: b,
        role: 'who wrote the letter',
        description: `${b} keeps two cups on the table and lets one of them go cold. Nobody has heard ${b} raise a voice, and nobody has won an argument against ${b}.`,
        arc: `${b} gives up being right for going along.`,
      },
      {
        name: c,
        role: 'who would sell it',
        description: `${c} knows what everything costs, and for whom. The debts of half the village lie in ${c}'s drawer, and ${c} has never called one in.`,
        arc: `${c} gets what was wanted, and nobody to show it to.`,
      },
    ],
  };
}

export function styleSample(): z.input<typeof styleGuide> {
  return {
    voice: 'A narrator who stands close behind the main character and knows no more than that one sees.',
    tense: 'past',
    tone: 'dry, exact, with warmth underneath',
    rules: [
      'Nobody explains a feeling; hands and things show it.',
      'A speech has at most two sentences.',
      'Each scene ends on something that can be seen or heard.',
    ],
  };
}

/** The chapters behind the `planned` ones, up to `count`; no two of sixty have the same title. */
export function planSample(
  { idea }: Input,
  planned: number,
  count: number,
): z.input<typeof plannedChapter>[] {
  const names = peopleIn(idea);
  return Array.from({ length: count - planned }, (_, index) => {
    const at = planned + index;
    const thing = things[at % things.length] ?? '';
    const form = forms[Math.floor(at / things.length) % forms.length] ?? '';
    const turn = turns[(at + Math.floor(at / things.length)) % turns.length] ?? '';
    const [a = '', b = ''] = [names[at % names.length], names[(at + 1) % names.length]];
    return {
      title: form.replace('{}', thing),
      summary: turn
        .replaceAll('{a}', () => a)
        .replace('{b}', () => b)
        .replace('{thing}', thing.toLowerCase()),
    };
  });
}
