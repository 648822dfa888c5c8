import type { z } from 'zod';
import type { lore, LoreKind } from './lore-contract.ts';
import { nameProblems } from './same-name.ts';

type Item<Kind extends LoreKind> = z.input<(typeof lore)[Kind]>;

/** Ten first and ten second words of names; together they are enough for any number of items. */
const words: Readonly<Record<LoreKind, readonly [string, string, string]>> = {
  characters: [
    '',
    'Mira,Oswin,Tamsel,Brann,Ilke,Corvo,Sabeth,Joren,Nuala,Edda',
    'Voss,Tarn,Hollow,Quill,Ashdown,Reeve,Marl,Pell,Crane,Locke',
  ],
  factions: [
    'The ',
    'Salt,Grey,Lantern,Silent,Ninth,Broken,Patient,Copper,Winter,Open',
    'Ledger,Watch,Choir,Guild,Table,Order,Hand,Court,School,Gate',
  ],
  settings: [
    '',
    'Low,Old,Upper,Far,Cold,Bright,Third,Saint,New,Deep',
    'Harrow,Mere,Ferry,Stair,Wharf,Field,Cross,Well,Moor,Reach',
  ],
  events: [
    'The ',
    'Night,Winter,Year,Morning,March,Trial,Feast,Silence,Burning,Return',
    'of Two Tides,of Glass,of Empty Chairs,of the Last Bell,of Ash,of Open Doors,of the Third Lie,of Black Snow,of Borrowed Names,of the Drowned Road',
  ],
  relics: [
    'The ',
    'Bell,Key,Cup,Needle,Lamp,Coin,Mirror,Compass,Thread,Stone',
    'of Ebb,of Oaths,of the Ninth Hour,of Quiet,of Returning,of Small Debts,of First Light,of the Unnamed,of Rust,of Both Shores',
  ],
};

/** Two of each kind, written by hand, for any name and theme. */
const written: {
  [Kind in LoreKind]: readonly ((name: string, theme: string) => Omit<Item<Kind>, 'name'>)[];
} = {
  characters: [
    (name, theme) => ({
      role: 'keeper of a debt book that nobody may read',
      description: `${name} sits where everybody has to pass and knows them all by their steps. In a world of ${theme}, that is worth more than a sword, and ${name} has never drawn either.`,
      traits: ['patient', 'exact', 'slow to forgive'],
      motivation: 'To see one debt paid back in full by the person who made it.',
      secret: 'The largest debt in the book is the keeper’s own.',
    }),
    (name, theme) => ({
      role: 'pilot of the last boat that still goes out',
      description: `${name} laughs before a joke and goes quiet before a storm. Whoever asks about ${theme} gets three answers, of which one is true.`,
      traits: ['reckless', 'generous', 'superstitious'],
      motivation: 'To find the crew that was left behind, before somebody else tells how it came to that.',
      secret: 'The boat has no owner any more, and has not had one for years.',
    }),
  ],
  factions: [
    (name, theme) => ({
      purpose: 'To write down what everybody owes, so that nothing is ever settled by force again.',
      description: `${name} has a desk in every town and asks no one to join. In a world of ${theme}, people come by themselves, usually at night.`,
      leader: 'Ottoline Gray, First Reckoner',
      methods: ['loans without a date', 'a very long memory', 'courtesy'],
      conflict: 'Whoever lives by forgetting stands against them, and that is half the coast.',
    }),
    (name, theme) => ({
      purpose: 'To keep closed what should never have been opened.',
      description: `${name} is made up of people who were there the last time. They speak of ${theme} as others speak of weather, and they never sit with their backs to a door.`,
      leader: 'Hale Ferrow, who has not slept indoors since',
      methods: ['watching in pairs', 'walls', 'buying what cannot be taken'],
      conflict: 'Young scholars call them jailers, since nobody has ever been shown what they guard against.',
    }),
  ],
  settings: [
    (name, theme) => ({
      location: 'below the wall, where the road ends in steps',
      description: `In ${name} one hears the water before one sees it, and smells tar and wet rope long before that. Here ${theme} is not spoken of, because everybody lives from it.`,
      atmosphere: 'watchful, and kinder than it looks',
      landmarks: ['a tide mark at the height of a door', 'the dry fountain', 'a bell without a rope'],
      danger: 'Twice a year the wall leaks, and no one says who has the key to the pumps.',
    }),
    (name, theme) => ({
      location: 'a day’s walk beyond the last signpost',
      description: `${name} is quiet in the way of a room that somebody has just left. The grass is warm, the stones are cold, and what people say of ${theme} sounds true there.`,
      atmosphere: 'bright and uneasy',
      landmarks: ['nine posts in a row', 'a table laid for two'],
      danger: 'Those who sleep there wake up certain of something that never happened.',
    }),
  ],
  events: [
    (name, theme) => ({
      time: 'forty years ago, at the turn of the season',
      description: `${name} began with a bell that nobody rang. By the time people agreed on what had happened, ${theme} was no longer what it had been.`,
      cause: 'The one who should have kept watch had been promised that nothing would come.',
      consequences: ['the wall was built', 'no child was named after the watchman again'],
    }),
    (name, theme) => ({
      time: 'in the second year of the long peace',
      description: `For three days all doors stood open, and on the fourth one of them was empty behind. Since ${name}, whoever speaks of ${theme} counts the chairs first.`,
      cause: 'Two families claimed the same guest, and neither wanted to ask him.',
      consequences: ['guests bring their own cup', 'the long peace is called the long truce'],
    }),
  ],
  relics: [
    (name, theme) => ({
      appearance: 'Green bronze, no larger than a fist, with a hair crack along one side.',
      description: `${name} calls a thing by its right name, and the thing waits. Those who live by ${theme} would trade a harbour for it, and one of them once did.`,
      origin: 'It was cast from drowned anchors by the first who came back.',
      powers: ['holds what is coming for as long as its note lasts'],
      price: 'Each use takes a word from the user that is never found again.',
    }),
    (name, theme) => ({
      appearance: 'Plain iron, warm on one side, as if somebody had just put it down.',
      description: `${name} finds its way back to whoever last told a lie over it. In tales of ${theme} it turns up where a promise is about to be broken.`,
      origin: 'A smith made it as a wedding present, and took it home unopened.',
      powers: ['shows who keeps a promise', 'opens what was closed in anger'],
      price: 'Its owner is believed by everybody but one.',
    }),
  ],
};

/** So many items that fit the theme, with names that nothing has yet. */
export function loreSample<Kind extends LoreKind>(
  kind: Kind,
  {
    theme,
    count,
    taken,
  }: { readonly theme: string; readonly count: number; readonly taken: readonly string[] },
): Item<Kind>[] {
  const [article, first, second] = words[kind];
  const [firsts, seconds] = [first.split(','), second.split(',')];
  const names = seconds.flatMap((_, round) =>
    firsts.map((word, at) => `${article}${word} ${seconds[(at + round) % seconds.length] ?? ''}`),
  );
  const free = names.filter((name) => nameProblems({ name }, taken).length === 0);
  return free.slice(0, count).map((name, at) => {
    // The union of the kinds is more than the compiler follows.
    const write = written[kind][(taken.length + at) % 2] as (name: string, theme: string) => object;
    return { name, ...write(name, theme) } as Item<Kind>;
  });
}
