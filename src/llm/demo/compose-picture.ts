import type { Chance } from './chance.ts';

/** A picture as the schema of `src/picture.ts` has it, read from the words of a scene. */
interface Composed {
  readonly sky: string;
  readonly ground: string;
  readonly motifs: { kind: string; x: number; y: number; size: number; color: string }[];
}

/** What the choices of a picture's schema are: an enum of words each. */
export interface PictureChoices {
  readonly skies: readonly string[];
  readonly grounds: readonly string[];
  readonly kinds: readonly string[];
  readonly colors: readonly string[];
  readonly least: number;
  readonly most: number;
}

/** Words that call for something of another name. */
const alsoCalled: Readonly<Record<string, RegExp>> = {
  night: /night|stars?\b|moon|owl|bedtime|dark/,
  dawn: /dawn|morning|sunrise/,
  sunset: /sunset|evening/,
  dusk: /dusk|lamp|lantern|twilight/,
  storm: /storm|rain|thunder|lightning/,
  space: /space|planet|rocket|orbit|galax/,
  underwater: /underwater|coral|reef|seabed|mermaid/,
  cave: /cave|cavern|tunnel|mine\b/,
  indoors: /room|kitchen|library|house inside|attic|hall\b|table/,
  forest: /forest|woods?\b|oak|trees?\b|enchanted/,
  sea: /\bsea\b|ocean|ship|boat|harbou?r|lighthouse|tide/,
  beach: /beach|shore|sand\b|coast/,
  snow: /snow|ice|winter|frost|arctic/,
  mountains: /mountains?\b|peak|summit|cliff/,
  hills: /hills?\b|valley|blueberry/,
  desert: /desert|dune|pyramid/,
  street: /street|city|town|market|village|station/,
  clouds: /clouds?\b|sky castle|flying/,
  rock: /rock|moon base|planet|crater/,
  floor: /room|kitchen|attic|library/,
  meadow: /meadow|garden|field|flowers?\b/,
  tree: /trees?\b|oak|forest|orchard|woods?\b/,
  pine: /pines?\b|firs?\b|winter/,
  palm: /palms?\b|island|tropic/,
  house: /house|home|cottage|inn\b|village/,
  tower: /tower|lighthouse/,
  castle: /castle|palace|citadel|kingdom/,
  boat: /boat|ship|ferry|sail/,
  fish: /fish|whale|dolphin/,
  bird: /birds?\b|gull|raven|sparrow/,
  cat: /cats?\b|kitten/,
  dog: /dogs?\b|puppy|wolf|fox/,
  rabbit: /rabbit|bunny|hare\b|mouse|mice|hedgehog/,
  horse: /horse|pony|unicorn/,
  dragon: /dragon|dinosaur|monster/,
  child: /child|girl|boy|kid\b/,
  person: /person|man\b|woman|people|knight|king|queen|grandmother|neighbours?|captain|wizard|witch/,
  robot: /robot|android|machine/,
  lantern: /lantern|lamp|light\b/,
  book: /book|letter|map\b|diary|notebook|page/,
  key: /key\b|lock\b/,
  treasure: /treasure|chest|gold\b/,
  crown: /crown|king|queen|prince/,
  balloon: /balloon|birthday|party/,
  heart: /heart|love|friendship/,
  flower: /flower|garden|meadow|blossom/,
  mushroom: /mushroom|moss|fairy/,
};

/** Where things are, as the least and most of x and y, and how large: by what they are. */
type Place = readonly [
  x: readonly [number, number],
  y: readonly [number, number],
  size: readonly [number, number],
];
const places: readonly (readonly [RegExp, Place])[] = [
  [
    /^(?:sun|moon|planet)$/,
    [
      [12, 88],
      [12, 22],
      [14, 22],
    ],
  ],
  [
    /^(?:star|cloud|balloon|bird|butterfly)$/,
    [
      [8, 92],
      [10, 38],
      [7, 15],
    ],
  ],
  [
    /^rainbow$/,
    [
      [35, 65],
      [26, 34],
      [38, 52],
    ],
  ],
  [
    /^(?:mountain|castle|tower)$/,
    [
      [18, 82],
      [44, 54],
      [34, 50],
    ],
  ],
  [
    /^(?:tree|pine|palm|house|bridge)$/,
    [
      [8, 92],
      [52, 64],
      [24, 40],
    ],
  ],
  [
    /^(?:wave|fish)$/,
    [
      [10, 90],
      [76, 90],
      [8, 15],
    ],
  ],
  [
    /^(?:boat)$/,
    [
      [25, 75],
      [62, 70],
      [20, 30],
    ],
  ],
  [
    /^(?:rocket|dragon)$/,
    [
      [25, 75],
      [34, 52],
      [26, 40],
    ],
  ],
  [
    /^(?:person|child|robot|horse)$/,
    [
      [20, 80],
      [66, 76],
      [20, 30],
    ],
  ],
  [
    /^(?:owl)$/,
    [
      [12, 88],
      [40, 52],
      [9, 14],
    ],
  ],
  [
    /./,
    [
      [10, 90],
      [76, 90],
      [8, 15],
    ],
  ],
];

const usualColor: Readonly<Record<string, string>> = {
  tree: 'green',
  pine: 'green',
  palm: 'green',
  flower: 'pink',
  mushroom: 'red',
  mountain: 'gray',
  house: 'brown',
  castle: 'gray',
  tower: 'white',
  bridge: 'brown',
  sun: 'yellow',
  moon: 'white',
  star: 'gold',
  planet: 'orange',
  cloud: 'white',
  rainbow: 'red',
  wave: 'teal',
  boat: 'brown',
  fish: 'orange',
  bird: 'blue',
  owl: 'brown',
  butterfly: 'purple',
  rabbit: 'white',
  horse: 'brown',
  dragon: 'green',
  lantern: 'gold',
  key: 'gold',
  treasure: 'gold',
  crown: 'gold',
  heart: 'red',
  balloon: 'red',
  book: 'blue',
  robot: 'gray',
  rocket: 'red',
};

/** What is not to be seen there, even where the text speaks of it. */
const outOfPlace: readonly (readonly [RegExp, RegExp])[] = [
  [/storm|night|dusk/, /^(?:sun|rainbow)$/],
  [/cave|indoors|underwater/, /^(?:sun|moon|cloud|rainbow|planet)$/],
  [/space/, /^(?:sun|cloud|rainbow|bird|butterfly)$/],
  [/sea$/, /^(?:house|tree|pine|flower|mushroom|castle|mountain|butterfly|horse)$/],
];

/** What goes with a ground when the words name too little. */
const around: Readonly<Record<string, readonly string[]>> = {
  sea: ['wave', 'boat', 'fish', 'cloud'],
  beach: ['palm', 'wave', 'boat', 'bird'],
  forest: ['tree', 'mushroom', 'owl', 'flower', 'butterfly'],
  snow: ['pine', 'mountain', 'rabbit'],
  street: ['house', 'lantern', 'cat', 'tree'],
  floor: ['book', 'lantern', 'cat'],
  rock: ['star', 'planet', 'rocket'],
  mountains: ['pine', 'mountain', 'bird', 'cloud'],
};
const anywhere = ['tree', 'flower', 'bird', 'butterfly', 'cloud', 'house'];

/**
 * Draws what a text speaks of: what it names first stands out, what it does not name is filled in from
 * what goes with its place. The sun is high, boats are on the water, and nothing stands on another.
 */
export function composePicture(
  text: string,
  choices: PictureChoices,
  wanted: number,
  chance: Chance,
): Composed {
  const said = text.toLowerCase();
  const firstOf = (words: readonly string[]) =>
    words
      .map((word) => ({ word, at: mention(said, word) }))
      .filter(({ at }) => at >= 0)
      .toSorted((a, b) => a.at - b.at)
      .map(({ word }) => word);
  const ground =
    firstOf(choices.grounds)[0] ??
    choices.grounds.find((each) => each === 'meadow') ??
    choices.grounds[0] ??
    '';
  const sky =
    firstOf(choices.skies)[0] ?? choices.skies.find((each) => each === 'day') ?? choices.skies[0] ?? '';
  const fits = (kind: string) =>
    choices.kinds.includes(kind) &&
    !outOfPlace.some(([where, what]) => where.test(`${sky} ${ground}`) && what.test(kind));
  const [first, ...others] = firstOf(choices.kinds);
  const named = [...(first === undefined ? [] : [first]), ...others.filter(fits)];
  const light = /night|dusk|space/.test(sky) ? 'moon' : 'sun';
  const more = [light, ...(around[ground] ?? anywhere), ...anywhere].filter(fits);
  const count = Math.max(choices.least, Math.min(choices.most, wanted));
  // In a picture to search in, some things are there more than once.
  const distinct = count >= 8 ? count - 2 : count;
  const kinds = [...new Set([...named.slice(0, Math.max(1, distinct - 2)), ...more])].slice(0, distinct);
  const small = kinds
    .slice(1)
    .filter((kind) => /^(?:flower|bird|butterfly|mushroom|fish|star|key|book|lantern)$/.test(kind));
  while (kinds.length < count) kinds.push(chance.deal(small) ?? chance.pick(more) ?? kinds[0] ?? '');

  const motifs: Composed['motifs'] = [];
  for (const kind of kinds) {
    const [, place] = places.find(([pattern]) => pattern.test(kind)) ??
      places.at(-1) ?? [
        /./,
        [
          [10, 90],
          [70, 90],
          [10, 20],
        ],
      ];
    const [x, y, size] = place;
    const inside = ([least, most]: readonly [number, number]) => chance.between(least, most);
    let spot = { x: inside(x), y: inside(y) };
    for (let attempt = 0; attempt < 12 && motifs.some((other) => isNear(other, spot)); attempt += 1) {
      spot = { x: inside(x), y: inside(y) };
    }
    const color = colorOf(said, kind, choices.colors) ?? chance.pick(choices.colors) ?? '';
    // Whom the picture is about is no smaller than a person.
    const isHero = motifs.length === 0 && size[1] < 20;
    motifs.push({ kind, ...spot, ...(isHero && { y: 70 }), size: isHero ? 26 : inside(size), color });
  }
  return { sky, ground, motifs };
}

function isNear(a: { x: number; y: number }, b: { x: number; y: number }): boolean {
  return Math.abs(a.x - b.x) < 11 && Math.abs(a.y - b.y) < 14;
}

/** Where a text speaks of something, by its own name or another one; -1 where it does not. */
export function mention(said: string, word: string): number {
  const own = said.search(new RegExp(`\\b${word.replace(/[^\w ]/g, '.')}s?\\b`));
  const other = alsoCalled[word] === undefined ? -1 : said.search(alsoCalled[word]);
  return own === -1 ? other : other === -1 ? own : Math.min(own, other);
}

/** The colour that the text gives it, such as "a blue lantern" or "In pictures: a red dragon"; else its usual one. */
function colorOf(said: string, kind: string, colors: readonly string[]): string | undefined {
  const given = colors.find((color) => new RegExp(`\\b${color}\\s+(?:[a-z]+\\s+)?${kind}`).test(said));
  const usual = usualColor[kind];
  return given ?? (usual !== undefined && colors.includes(usual) ? usual : undefined);
}
