import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import type { ParsedInputOf } from '../../overtime/index.ts';
import { type generateBook, sceneCounts } from './contract.ts';
import type { bookPlan, searchScene, storyPlan } from './plan.ts';
import type { sceneReview } from './scene-check.ts';

type Input = ParsedInputOf<typeof generateBook>;

/** The files in `sample-pictures`, with what each shows. */
const pictures = {
  forest: 'A clearing with an owl, two rabbits, two butterflies, red mushrooms, a lantern and a golden key.',
  sea: 'A red sailing boat on the sea at sunset, with three white gulls above it and three fish below.',
  castle: 'A blue castle in a dark cave, with an orange cat, lanterns, books, a crown and a treasure chest.',
  home: 'A red house on a meadow of flowers under a rainbow, with a dog in front and a balloon in the sky.',
};

interface SampleScene {
  readonly picture: keyof typeof pictures;
  readonly place: string;
  readonly title: string;
  readonly event?: string;
  readonly find?: string[];
  readonly text: string;
}

/** A story that suits any character: what the family said of it stands where it matters. */
const adventure = (input: Input): readonly SampleScene[] => {
  const { character_name: name, story_world: world } = input;
  return [
    {
      picture: 'forest',
      place: 'The forest path, where three red mushrooms grow',
      title: 'The Key Under the Trees',
      event: `${name} finds a golden key and learns from an owl where it leads.`,
      text: `Where the path goes in under the trees of ${world}, there stood ${name}, ${input.character_type}, with a riddle about the adventure of the day: ${input.adventure_type}. “Begin where the mushrooms are,” it said. Beside the last of them something shone. It was a golden key!\n\n“A key always belongs to something,” said the owl, who had not been asked. “Take it to the sea, ${name}. The red boat is waiting.”`,
    },
    {
      picture: 'sea',
      place: 'The evening sea, where the fish race',
      title: 'The Red Boat',
      event: `${name} sails into the sunset, and a golden fish tells of a castle in a cave.`,
      text: `“Climb in!” called the gulls. “The wind is going your way.” So ${name} held the key tight and sailed straight into the sunset. Under the boat an orange fish, a pink one and a golden one never got tired of racing.\n\n“The castle is in the cave behind the waves,” bubbled the golden fish. “But its gate has been shut for a hundred years.”`,
    },
    {
      picture: 'castle',
      place: 'The cave, where a blue castle stands',
      title: 'The Castle in the Cave',
      event: `The special ability of ${name} opens the way to the lock, and the key fits.`,
      text: `In the cave it was so quiet that one could hear the lanterns glow. “Locked,” said an orange cat before the blue castle, and yawned. “You would have to be able to do something special.”\n\nAnd ${name} was! There is one thing that ${name} does better than anybody: ${input.special_ability}. Soon the way to the lock was free, and the golden key fitted. On the lid of the chest behind the gate was written: What is shared becomes twice as much.`,
    },
    {
      picture: 'sea',
      place: 'The sea once more, with the wind turned round',
      title: 'The Wind Turns Round',
      event: `${name} shares the treasure with all who helped on the way.`,
      text: `On the way back ${name} gave a pearl to each of the fish, and to the gulls whatever glittered most. The boat grew lighter, and it flew.\n\n“And what is left for you?” asked the golden fish. “The best part,” said ${name}. “I can tell how it happened.”`,
    },
    {
      picture: 'home',
      place: 'The meadow at home, under a rainbow',
      title: 'Home Under the Rainbow',
      event: `${name} comes home, and everybody hears the story from the beginning.`,
      text: `In the morning a rainbow stood over the meadow, and under it the red house that ${name} knew best of all. The dog came running first. Then everybody wanted to hear of the key, the boat and the cave.\n\n${input.occasion_theme ? `“And I am just in time,” said ${name}, “for ${input.occasion_theme}!” ` : ''}There was cake, and enough of it for all. That night ${name} put the golden key under the pillow. For in ${world} there is always one more door.`,
    },
  ];
};

/** Two pictures to look at closely, in which all that is asked for can be found. */
const search = (input: Input): readonly SampleScene[] => [
  {
    picture: 'forest',
    place: 'The clearing, where three red mushrooms grow',
    title: 'The Clearing Full of Secrets',
    find: ['a golden key', 'an owl', 'a lantern', 'two rabbits', 'two butterflies', 'three mushrooms'],
    text: `Welcome to ${input.story_world}! A moment ago ${input.character_name}, ${input.character_type}, came by here, on the trail of today’s adventure: ${input.adventure_type}. Tread softly and look closely. What lies there in the grass?`,
  },
  {
    picture: 'castle',
    place: 'The cave, where a blue castle stands',
    title: 'The Castle in the Cave',
    find: ['an orange cat', 'a crown', 'a treasure chest', 'two lanterns', 'two books', 'three stars'],
    text: `The trail leads into a cave, and look: a castle! Nobody would get in here but ${input.character_name}, who has a special ability: ${input.special_ability}. Somewhere here lies the treasure${input.occasion_theme ? ` for ${input.occasion_theme}` : ''}. Find it before the cat does!`,
  },
];

const isSearch = (input: Input) => input.job_type === 'interactive_search';
const scenesOf = (input: Input) => (isSearch(input) ? search : adventure)(input);

function sceneAt(input: Input, index: number): SampleScene {
  const scene = scenesOf(input)[index];
  if (scene === undefined) throw new RangeError(`A sample book has ${sceneCounts[input.job_type]} scenes.`);
  return scene;
}

/** The plan of a sample book. */
export function samplePlan(input: Input): z.input<typeof bookPlan> {
  const { character_name: name } = input;
  return {
    title: isSearch(input) ? `Where Is ${name}?` : `${name} and the Golden Key`,
    premise: `${name} finds a golden key and follows it through ${input.story_world}.`,
    appearance: `${name}, ${input.character_type}, has bright eyes and carries a small red bag.`,
    personality: 'Curious and kind, and never without a plan; speaks in short, cheerful sentences.',
    places: scenesOf(input).map(({ place }) => place),
    cover: pictures.home,
  };
}

export function sampleStory(input: Input): z.input<typeof storyPlan> {
  return { scenes: adventure(input).map(({ title, event = '' }) => ({ title, event })) };
}

export function sampleScene(input: Input, index: number): z.input<typeof searchScene> {
  const { title, text, picture, find = [] } = sceneAt(input, index);
  return { title, text, shows: pictures[picture], find };
}

export const sampleReview: z.input<typeof sceneReview> = { consistent: true, problems: [] };

/** @param number of the scene, counted from 1; null for the cover. */
export function samplePicture(input: Input, number: number | null): Promise<Uint8Array> {
  const { picture } = number === null ? { picture: 'home' } : sceneAt(input, number - 1);
  return sampleFile(`sample-pictures/${picture}.jpg`);
}

/** The same voice for every scene: nobody speaks what the family wrote without a model. */
export const sampleNarration = (): Promise<Uint8Array> => sampleFile('sample-narration.mp3');

/**
 * Reads a file of this folder. Netlify bundles a function into one file elsewhere, and puts what netlify.toml
 * includes where it is in the checkout, seen from the working directory.
 */
const sampleFile = (name: string): Promise<Uint8Array> =>
  readFile(join(process.cwd(), 'src', 'tasks', 'generate-book', name));
