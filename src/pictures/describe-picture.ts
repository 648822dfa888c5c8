import type { Motif, Picture } from '../picture.ts';

const skies: Readonly<Record<Picture['sky'], string>> = {
  dawn: 'under a morning sky',
  day: 'under a blue sky',
  sunset: 'at sunset',
  dusk: 'at dusk',
  night: 'at night under the stars',
  storm: 'in a thunderstorm',
  space: 'in space',
  underwater: 'under water',
  cave: 'in a cave',
  indoors: 'in a room',
};

const grounds: Readonly<Record<Picture['ground'], string>> = {
  meadow: 'on a meadow',
  hills: 'among green hills',
  forest: 'in a forest',
  mountains: 'in the mountains',
  desert: 'in the desert',
  beach: 'on a beach',
  sea: 'on the sea',
  snow: 'in the snow',
  street: 'in a street',
  floor: 'on a wooden floor',
  rock: 'on rocky ground',
  clouds: 'above the clouds',
};

const plurals: Partial<Record<Motif['kind'], string>> = {
  fish: 'fish',
  butterfly: 'butterflies',
  person: 'people',
  child: 'children',
  treasure: 'treasure chests',
};
const names: Partial<Record<Motif['kind'], string>> = {
  balloon: 'hot air balloon',
  treasure: 'treasure chest',
  person: 'grown-up',
  pine: 'fir tree',
  palm: 'palm tree',
};
const counts = [
  'no',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

/** What a picture shows, in one sentence, for those who do not see it. */
export function describePicture({ motifs, sky, ground }: Picture): string {
  const groups = Map.groupBy(motifs, ({ kind, color }) => `${color} ${names[kind] ?? kind}`);
  const things = [...groups].map(([name, { length, [0]: first }]) => {
    if (length === 1 || first === undefined) return `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;
    const plural = plurals[first.kind] ?? `${names[first.kind] ?? first.kind}s`;
    return `${counts[length] ?? length} ${first.color} ${plural}`;
  });
  const listed = new Intl.ListFormat('en').format(things);
  return `${listed.charAt(0).toUpperCase()}${listed.slice(1)} ${grounds[ground]}, ${skies[sky]}.`;
}
