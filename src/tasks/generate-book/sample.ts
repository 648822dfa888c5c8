import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import type { ParsedInputOf } from '../../overtime/index.ts';
import { type generateBook, sceneCounts } from './contract.ts';
import type { bookPlan, searchScene, storyPlan } from './plan.ts';
import type { sceneReview } from './scene-check.ts';

type Input = ParsedInputOf<typeof generateBook>;

interface SampleScene {
  readonly place: string;
  readonly title: string;
  readonly event: string;
  /** A file in `sample-pictures`, which `shows` and `find` describe. */
  readonly picture: string;
  readonly shows: string;
  readonly find: readonly string[];
  readonly text: readonly string[];
}

/** A story that suits any character: what the family said of it stands where it matters. */
function adventure(input: Input): readonly SampleScene[] {
  const { character_name: name, story_world: world } = input;
  return [
    {
      place: 'The forest path, where three red mushrooms grow',
      title: 'The Key Under the Trees',
      event: `${name} finds a golden key and learns from an owl where it leads.`,
      picture: 'forest',
      shows: 'A clearing with an owl, two rabbits, red mushrooms and a golden key in the grass.',
      find: [],
      text: [
        `Where the path goes in under the trees of ${world}, there stood ${name}, ${input.character_type}, with a sandwich in one pocket and a riddle in the other.`,
        `The riddle was about the adventure of the day: ${input.adventure_type}. “Begin where the mushrooms are,” it said.`,
        'There were three of them, as red as boots. Beside the last one something shone. It was a golden key!',
        `“A key always belongs to something,” said the owl, who had not been asked. “Take it to the sea, ${name}. The red boat is waiting.”`,
      ],
    },
    {
      place: 'The evening sea, where the fish race',
      title: 'The Red Boat',
      event: `${name} sails into the sunset, and a golden fish tells of a castle in a cave.`,
      picture: 'sea',
      shows: 'A red sailing boat on the sea at sunset, with three white gulls above it and three fish below.',
      find: [],
      text: [
        'Behind the forest began the sea. A red boat lay there with its sail up, as if it knew who was coming.',
        '“Climb in!” called the gulls. “The wind is going your way.”',
        `So ${name} held the key tight and sailed straight into the sunset. Under the boat swam an orange fish, a pink one and a golden one, and they never got tired of racing.`,
        '“The castle is in the cave behind the waves,” bubbled the golden fish. “But its gate has been shut for a hundred years.”',
      ],
    },
    {
      place: 'The cave, where a blue castle stands',
      title: 'The Castle in the Cave',
      event: `The special ability of ${name} opens the way to the lock, and the key fits.`,
      picture: 'castle',
      shows:
        'A blue castle in a dark cave, with lanterns, an orange cat, a crown and an open treasure chest.',
      find: [],
      text: [
        'In the cave it was so quiet that one could hear the lanterns glow. In the middle stood a blue castle.',
        '“Locked,” said an orange cat on the doorstep, and yawned. “You would have to be able to do something special.”',
        `And ${name} was! There is one thing that ${name} does better than anybody: ${input.special_ability}. It was just what was needed here, and soon the way to the lock was free.`,
        'The golden key fitted. Behind the gate stood a chest, and on its lid was written: What is shared becomes twice as much.',
      ],
    },
    {
      place: 'The hills at night, where two windows are lit',
      title: 'Two Windows in the Dark',
      event: `${name} shares the treasure with two houses that have waited for good news.`,
      picture: 'night',
      shows: 'Two houses with lit windows in the hills at night, a black cat and a lantern by the path.',
      find: [],
      text: [
        `When ${name} came out again, the moon hung over the hills like a slice of melon, and three big stars showed the way.`,
        'Down in the valley two houses still had light. “They have been waiting for good news all day,” whispered a black cat by the path.',
        `So ${name} put the chest down between the two doors, knocked on both, and shared out what was in it.`,
        `“And what is left for you?” asked the people. “The best part,” said ${name}. “I can tell how it happened.”`,
      ],
    },
    {
      place: 'The meadow at home, under a rainbow',
      title: 'Home Under the Rainbow',
      event: `${name} comes home, and everybody hears the story from the beginning.`,
      picture: 'home',
      shows:
        'A red house on a meadow of flowers under a rainbow, with a dog in front and a balloon in the sky.',
      find: [],
      text: [
        `In the morning a rainbow stood over the meadow, and under it the red house that ${name} knew best of all.`,
        'The dog came running first. Then everybody wanted to hear it from the beginning: the key, the boat, the cave and the two windows in the dark.',
        input.occasion_theme
          ? `“And I am just in time,” said ${name}, “for ${input.occasion_theme}!” There was cake, and enough of it for all.`
          : 'There was cake, and enough of it for all.',
        `That night ${name} put the golden key under the pillow. For in ${world} there is always one more door.`,
      ],
    },
  ];
}

/** Two pictures to look at closely, in which all that is asked for can be found. */
function search(input: Input): readonly SampleScene[] {
  const { character_name: name, story_world: world } = input;
  return [
    {
      place: 'The clearing, where three red mushrooms grow',
      title: 'The Clearing Full of Secrets',
      event: '',
      picture: 'forest',
      shows:
        'A clearing with an owl, two rabbits, two butterflies, red mushrooms, a lantern and a golden key.',
      find: ['a golden key', 'an owl', 'a lantern', 'two rabbits', 'two butterflies', 'three mushrooms'],
      text: [
        `Welcome to ${world}! A moment ago ${name}, ${input.character_type}, came by here, on the trail of today’s adventure: ${input.adventure_type}.`,
        `Tread softly and look closely. Who is hiding beside the tree? And what did ${name} drop in the grass?`,
      ],
    },
    {
      place: 'The cave, where a blue castle stands',
      title: 'The Castle in the Cave',
      event: '',
      picture: 'castle',
      shows:
        'A blue castle in a dark cave, with an orange cat, lanterns, books, a crown and a treasure chest.',
      find: ['an orange cat', 'a crown', 'a treasure chest', 'two lanterns', 'two books', 'three stars'],
      text: [
        `The trail leads into a cave, and look: a castle! Nobody would get in here but ${name}, who has a special ability: ${input.special_ability}.`,
        input.occasion_theme
          ? `Somewhere here lies the treasure for ${input.occasion_theme}. Find it before the cat does!`
          : 'Somewhere here lies the treasure. Find it before the cat does!',
      ],
    },
  ];
}

const scenesOf = (input: Input) =>
  input.job_type === 'interactive_search' ? search(input) : adventure(input);

/** The plan of a sample book. */
export function samplePlan(input: Input): z.input<typeof bookPlan> {
  const { character_name: name } = input;
  return {
    title: input.job_type === 'interactive_search' ? `Where Is ${name}?` : `${name} and the Golden Key`,
    premise: `${name} finds a golden key and follows it through ${input.story_world}.`,
    appearance: `${name}, ${input.character_type}, has bright eyes and carries a small red bag.`,
    personality: 'Curious and kind, and never without a plan; speaks in short, cheerful sentences.',
    places: scenesOf(input).map(({ place }) => place),
    cover:
      'A castle in the hills in the morning, with a red balloon in the sky and a white rabbit on the path.',
  };
}

export function sampleStory(input: Input): z.input<typeof storyPlan> {
  return { scenes: adventure(input).map(({ title, event }) => ({ title, event })) };
}

export function sampleScene(input: Input, index: number): z.input<typeof searchScene> {
  const { title, text, shows, find } = sampleAt(input, index);
  return { title, text: text.join('\n\n'), shows, find: [...find] };
}

export const sampleReview: z.input<typeof sceneReview> = { consistent: true, problems: [] };

/** @param number of the scene, counted from 1; null for the cover. */
export function samplePicture(input: Input, number: number | null): Promise<Uint8Array> {
  const name = number === null ? 'cover' : sampleAt(input, number - 1).picture;
  return sampleFile(`sample-pictures/${name}.jpg`);
}

/** The same voice for every scene: nobody speaks what the family wrote without a model. */
export const sampleNarration = (): Promise<Uint8Array> => sampleFile('sample-narration.mp3');

/**
 * Reads a file of this folder. Netlify bundles a function into one file elsewhere, and puts what netlify.toml
 * includes where it is in the checkout, seen from the working directory.
 */
function sampleFile(name: string): Promise<Uint8Array> {
  return readFile(join(process.cwd(), 'src', 'tasks', 'generate-book', name));
}

function sampleAt(input: Input, index: number): SampleScene {
  const scene = scenesOf(input)[index];
  if (scene === undefined) throw new RangeError(`A sample book has ${sceneCounts[input.job_type]} scenes.`);
  return scene;
}
