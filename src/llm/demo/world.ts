import type { Chance } from './chance.ts';
import { nameFor } from './names.ts';
import { anyWorld, type Palette, paletteOf } from './palettes.ts';
import { type Phrases, phrasesOf } from './phrases.ts';
import type { PromptParts } from './prompt-parts.ts';
import { nameMark, type Slots, uncapital } from './template.ts';
import type { Told } from './told.ts';

/** What an invented answer draws on: the user's own words first, and words that go with them. */
export interface World {
  readonly palette: Palette;
  readonly phrases: Phrases;
  /** The theme as it stands in a sentence, such as `the drowned city of clockmakers`. */
  readonly topic: string;
  /** Those whom the story is about, the main one first; who is made up joins them. */
  readonly people: string[];
  /** Those of them who are made up. */
  readonly invented: string[];
  /** Names that are given, in lower case. */
  readonly taken: Set<string>;
  /** Named things that the prompt lists, which what is planned has to be about. */
  readonly occurring: readonly { readonly kind: NamedKind; readonly name: string }[];
  /** What the main character can do, as the user says it. */
  readonly ability: string | undefined;
  /** All of the material, as it stands. */
  readonly said: string;
  readonly chance: Chance;
}

export type NamedKind = 'people' | 'groups' | 'places' | 'matters' | 'things';

const themeLabel = /theme|idea|premise|topic|subject|concept|pitch/i;
/** Material that is not in the user's own words, or only repeats them at length. */
const notOwnWords =
  /genre|lore|earlier|written|story|plan|scenes?\b|sheet|chapter|places|problem|grades|picture|category|document/i;
const ofHero = /^(?:character|what the character|special ability|ages?|name|type)\b[^:\n]*:.*$/gim;
const keyInLine = /^[\w ’']{1,40}:\s+/gm;
const heroKey = /^(?:(?:main )?character|hero|heroine|protagonist|name)(?: name)?$/i;

/** Where lists of named things go. */
const kinds = {
  people: /character|cast|person/i,
  groups: /faction|group|guild/i,
  places: /setting|place|location/i,
  matters: /event/i,
  things: /relic|artifact|object/i,
} as const;

export function worldOf({ blocks, instructions }: PromptParts, told: Told, chance: Chance): World {
  const ours = blocks.filter(({ label }) => !/^(?:earlier|end of)/i.test(label));
  const material = ours.map(({ text }) => text).join('\n\n');
  const valueOf = (key: RegExp) => told.values.find((value) => key.test(value.key))?.text;
  const theme =
    valueOf(/^(?:story )?world$/i) ??
    ours.find(({ label }) => themeLabel.test(label))?.text ??
    valueOf(themeLabel) ??
    valueOf(/^title$|genre/i) ??
    ours.find(({ text }) => !/^\s*[[{]/.test(text))?.text ??
    '';
  const ofTheme = phrasesOf(theme);
  const wishes = ours
    .filter(({ label, text }) => !notOwnWords.test(label) && !/^\s*[[{]/.test(text))
    .map(({ text }) => text);
  const ofAll = phrasesOf(wishes.join('\n').replace(ofHero, '').replace(keyInLine, ''));
  const listed = (kind: keyof typeof kinds) => [
    ...new Set(
      told.lists
        .filter(({ key }) => kinds[kind].test(key))
        .flatMap(({ facts }) => facts.map(({ name }) => shortName(name))),
    ),
  ];
  // Where the people are listed, a capital in what is told of them makes nobody.
  const allNames = listed('people').length > 0 ? [] : phrasesOf(material).names;
  const heard = (kind: 'places' | 'things' | 'people' | 'matters') => [
    ...(kind === 'people' ? listed('groups') : listed(kind)).map((name) => `${nameMark}${name}`),
    ...new Set([...ofTheme[kind], ...ofAll[kind]]),
  ];
  const named = told.values.filter(({ key }) => heroKey.test(key)).map(({ text }) => text);
  const isGroup = (name: string) => /^the /i.test(name);
  const listedNames = told.lists.flatMap(({ facts }) => facts.map(({ name }) => name));
  // A word of a name that is listed is no second person.
  const isPart = (name: string) =>
    [...listedNames, ...named].some((other) => other !== name && other.includes(name));
  const people = [
    ...new Set([
      ...named,
      ...listed('people'),
      ...[...ofAll.names, ...allNames].filter((name) => !isPart(name)),
    ]),
  ]
    .filter((name) => !isGroup(name) && name.length <= 60)
    .slice(0, 8);
  return {
    palette:
      paletteOf(theme) ??
      paletteOf(/\bchildren/i.test(instructions) ? 'children' : '') ??
      paletteOf(material) ??
      anyWorld,
    phrases: {
      places: heard('places'),
      things: heard('things'),
      people: heard('people'),
      matters: heard('matters'),
      names: ofAll.names,
    },
    topic: topicOf(theme, ofTheme),
    people,
    invented: [],
    taken: new Set([...listedNames, ...people].map((name) => name.toLowerCase())),
    occurring: (Object.keys(kinds) as (keyof typeof kinds)[]).flatMap((kind) =>
      listed(kind).map((name) => ({ kind, name })),
    ),
    ability: valueOf(/^(?:special )?(?:ability|gift|talent)$/i),
    said: material,
    chance,
  };
}

/** `The treehouse, with a bench` is the treehouse. */
function shortName(name: string): string {
  return name.split(/[,;:(–—]| with | where /)[0]?.trim() ?? name;
}

/** A theme within a sentence: short ones as they are, of longer ones the first thing that they name. */
function topicOf(theme: string, phrases: Phrases): string {
  const line = theme.trim().replace(/[.!?]+$/, '');
  const words = line.split(/\s+/);
  if (line === '') return 'this place';
  const genre =
    /^(?:[\w-]+ ){0,2}(?:fantasy|fiction|noir|punk|\w+punk|horror|romance|mystery|thriller|western|fairy tales?|adventure|comedy|drama|mythology|sci-fi)$/i;
  if (genre.test(line)) return `this ${line.toLowerCase()} world`;
  if (words.length <= 7 && !/[.,;:!?\n]/.test(line)) {
    const bare =
      /^\p{Lu}\p{Ll}*$/u.test(words[0] ?? '') && words.length > 1 && /^\p{Ll}/u.test(words[1] ?? '')
        ? uncapital(line)
        : line;
    return /^(?:the|an?|this|my|our)\b/i.test(bare)
      ? bare.replace(/^(?:an?|the)\b/i, 'the')
      : `the ${words.length === 1 ? `world of ${line.toLowerCase()}` : bare}`;
  }
  const first = [...phrases.places, ...phrases.matters, ...phrases.people, ...phrases.things].toSorted(
    (a, b) => line.toLowerCase().indexOf(a) - line.toLowerCase().indexOf(b),
  )[0];
  return first === undefined ? 'this place' : `the ${first}`;
}

/** What the slots of templates hold in this world; each user's own word comes before any other twice. */
export function slotsOf(world: World): Record<string, () => string> & Slots {
  const { palette, phrases, topic, chance } = world;
  const places = [...phrases.places, ...palette.places];
  const things = [...phrases.things, ...palette.things];
  const people = [
    ...phrases.people.filter((word) => word.startsWith(nameMark) || word.endsWith('s')),
    ...palette.people,
  ];
  const matters = [topic, ...phrases.matters.slice(0, 6).map((matter) => `the ${matter}`)];
  const deal = (list: readonly string[]) => () => chance.deal(list) ?? '';
  const thing = deal(things);
  return {
    place: deal(places),
    thing,
    a_thing: () => withArticle(thing()),
    people: deal(people),
    matter: deal(matters),
    force: deal(palette.forces),
    role: deal(palette.roles),
    adj: deal(palette.adjectives),
    topic: () => topic,
    newname: () => nameFor('character', world),
  };
}

function withArticle(noun: string): string {
  if (noun.startsWith('the ') || noun.startsWith(nameMark)) return noun;
  return /[^s]s$/.test(noun) ? `some ${noun}` : `a ${noun}`;
}

/** The `index`th of those whom the story is about, made up where the prompt names too few. */
export function castMember(world: World, index: number): string {
  while (world.people.length <= index) {
    const name = nameFor('character', world);
    world.people.push(name);
    world.invented.push(name);
  }
  return world.people[index] ?? '';
}
