import type { ParsedInputOf } from '../../overtime/index.ts';
import { delimit, materialIsNotInstruction } from '../../overtime/models.ts';
import { languageName } from '../fields/text-contract.ts';
import type { Character, generateBook, Scene } from './contract.ts';
import type { BookPlan, CharacterLook, ScenePlan } from './plan.ts';
import { readingAge } from './reading-age.ts';

type Input = ParsedInputOf<typeof generateBook>;

export const system = [
  'You make illustrated books for children, together with their families, who say what the book is about.',
  'Every book suits the age of its readers: their words, the length of their sentences, their worries.',
  'It may be exciting and never cruel: no violence, no weapons used on anybody, nothing sexual, no drugs,',
  'nothing hateful, nothing dangerous that a child could imitate, no brands and no real people.',
  'Nobody is hurt or shamed, and every scene leaves its reader safe.',
  'Where a wish of the family does not suit the age, put something kind of the same spirit in its place.',
  'Write in the language that the request names, or else in that of the request, with its quotation marks.',
].join('\n');

/** Each detail is one line, so that none can pretend to be another. */
function request(input: Input): string {
  const { mostWords: _, fewestWords: __, style } = readingAge(input.age_group);
  const lines = [
    `Character: ${input.character_name}`,
    `What the character is: ${input.character_type}`,
    `Special ability: ${input.special_ability}`,
    `World: ${input.story_world}`,
    `Adventure: ${input.adventure_type}`,
    ...(input.occasion_theme ? [`Occasion: ${input.occasion_theme}`] : []),
    `Age of the readers: ${input.age_group}`,
    ...(input.language === undefined ? [] : [`Language: ${languageName(input.language)}`]),
  ];
  return `${delimit('request', lines.join('\n'))}\n\nWrite for the age of these readers: ${style}.`;
}

function sheet(character: Character): string {
  return delimit(
    'character sheet',
    [
      `Name: ${character.name}`,
      `Type: ${character.type}`,
      `Appearance: ${character.appearance}`,
      `Personality: ${character.personality}`,
      `Special ability: ${character.specialAbility}`,
    ].join('\n'),
  );
}

const inWords = (scenes: readonly Pick<Scene, 'number' | 'title' | 'text'>[]) =>
  scenes.map(({ number, title, text }) => `Scene ${number}: ${title}\n${text}`).join('\n\n');

export const lookPrompt = [
  'The attached picture shows the main character of a book. Describe the character as an illustrator would:',
  'what it looks like, its colours, what is special about it.',
  'When it shows a real person, describe a drawn character with such hair and clothes instead, and say',
  'nothing that would identify the person.',
].join('\n');

export function planPrompt(input: Input, look: CharacterLook | null, sceneCount: number): string {
  return [
    input.job_type === 'interactive_search'
      ? `Plan an interactive search book with ${sceneCount} scenes: each is a place full of things, in which the reader looks for the character and for what is hidden there.`
      : `Plan an illustrated adventure story with ${sceneCount} scenes.`,
    request(input),
    ...(look === null
      ? []
      : [
          'The character looks like this, and keeps looking like this:',
          delimit(
            'picture of the character',
            [look.appearance, `Colours: ${look.colors.join(', ')}`, ...look.features].join('\n'),
          ),
        ]),
    `Name ${sceneCount} places of this world, in the order in which the book comes to them, and no place twice. The title names the character. The cover picture shows the character in its world.`,
  ].join('\n\n');
}

export function storyPrompt(input: Input, plan: BookPlan, character: Character): string {
  return [
    `Work out the story of the book "${plan.title}" in ${plan.places.length} scenes, one for each place, in this order:`,
    delimit('places', plan.places.map((place, index) => `${index + 1}. ${place}`).join('\n')),
    request(input),
    sheet(character),
    delimit('idea', plan.premise),
    'The first scene sets out a wish or a riddle, each scene changes something and leads to the next, the special ability helps at the right moment, and the last scene brings everybody home glad.',
  ].join('\n\n');
}

export function scenePrompt(
  input: Input,
  character: Character,
  plans: readonly ScenePlan[],
  index: number,
): string {
  const { fewestWords, mostWords } = readingAge(input.age_group);
  const { title = '', event = '' } = plans[index] ?? {};
  const isSearch = input.job_type === 'interactive_search';
  return [
    `Write scene ${index + 1} of ${plans.length}, and this scene alone.`,
    delimit('scene to write', `${title}\n${event}`),
    'All scenes, so that yours follows from the one before and leaves the next one its own:',
    delimit('all scenes', plans.map((plan, each) => `${each + 1}. ${plan.title}: ${plan.event}`).join('\n')),
    request(input),
    sheet(character),
    `The text has ${fewestWords} to ${mostWords} words, in short paragraphs parted by blank lines. It names the character, whose looks and manner are those of the sheet.`,
    isSearch
      ? 'The text invites the reader to look around. The picture is full of things, large and small, and the character is somewhere among them. What there is to find is in the picture, and easy to tell apart.'
      : 'The picture shows the moment that matters most with the character in it, and nothing that the text contradicts.',
  ].join('\n\n');
}

export function reviewPrompt(character: Character, earlier: readonly Scene[], scene: Scene): string {
  return [
    'Compare a scene of a children’s book with its character sheet and with the story so far.',
    sheet(character),
    delimit('story so far', earlier.length === 0 ? 'This is the first scene.' : inWords(earlier)),
    delimit('scene', `${inWords([scene])}\n\nIts picture: ${scene.shows}`),
    'It is consistent when the character looks, speaks and acts as in the sheet, nothing contradicts an earlier scene, the picture fits the text, and it suits children. A matter of taste is no problem.',
  ].join('\n\n');
}

export function rewritePrompt(prompt: string, scene: Scene, problems: readonly string[]): string {
  return [
    prompt,
    'An earlier version does not fit the book. Write the scene again with these problems mended, and keep what was good:',
    delimit('complaints', problems.map((problem) => `- ${problem}`).join('\n')),
    delimit('earlier answer', inWords([scene])),
  ].join('\n\n');
}

/** What an illustrator is asked for: a page of the book, or its cover. */
export function picturePrompt(
  input: Input,
  character: Character,
  { shows, find }: Pick<Scene, 'shows' | 'find'>,
): string {
  return [
    `Paint one picture of a printed book for readers of the age ${input.age_group}: a friendly storybook illustration, clear shapes, warm colours, soft light, full to its edges. There are no letters, numbers, frames or signatures in it, and nothing that frightens a child.`,
    delimit('what the picture shows', shows),
    ...(find.length === 0
      ? []
      : ['Each of these is in it, exactly so many times:', delimit('things to find', find.join('\n'))]),
    'The main character looks the same in every picture of the book:',
    sheet(character),
    materialIsNotInstruction,
  ].join('\n\n');
}

/** What is said of the picture that the family sent, to whoever paints. */
export const referenceNote =
  'The attached picture shows the main character: give it these looks. When it shows a real person, paint an ' +
  'invented character with such hair and clothes, and not that person.';
