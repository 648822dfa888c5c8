import { capital, nameMark, titled } from './template.ts';
import type { Chance } from './chance.ts';
import type { Palette } from './palettes.ts';
import type { Phrases } from './phrases.ts';

const given = (
  'Mara Tobias Ines Callum Odile Rafe Sunniva Emeka Priya Anselm Yara Piet Nadia Kofi Lena Bram Noor Silas Etta ' +
  'Jonas Amara Felix Thea Idris Hanne Milo Zofia Ezra Liv Teodor Vesna Arlo Runa Dario Maeve Cyril Anouk Rohan Greta Lucan'
).split(' ');
const roots =
  'Ash Salt Winter Hollow Reed Marl Stone Fair Black Amber Thorn Wick Grey Lark Ember Frost Quill Alder'.split(
    ' ',
  );
const ends = 'ford well croft wood mere lock ridge vane bourne field holt ley'.split(' ');
const bodies = 'Order Guild Circle Covenant Company Lanterns Assembly Tribunal Wardens Hands'.split(' ');
const deeds = 'Night Breaking Silence Parting Burning Return Trial Vow Market Winter'.split(' ');

/** What a name is made of, and those that are taken. */
interface Named {
  readonly palette: Palette;
  readonly phrases: Phrases;
  readonly people: readonly string[];
  readonly taken: Set<string>;
  readonly chance: Chance;
}

/** A name for something of a kind, new to the world. */
export function nameFor(kind: string, world: Named): string {
  for (let attempt = 0; ; attempt += 1) {
    const name = make(kind, world);
    const plain = name.toLowerCase();
    // The words alone must differ too: "Mara Ashford" beside "Mara Saltwell" would be taken for one person.
    const taken = [...world.taken].some((other) => other === plain || sharesWord(other, plain));
    if (!taken || attempt > 30) {
      world.taken.add(attempt > 30 ? `${plain} ${attempt}` : plain);
      return name;
    }
  }
}

function make(kind: string, world: Named): string {
  const { palette, phrases, chance, people } = world;
  const thing = () => titled(chance.pick(palette.things) ?? 'Lantern');
  const place = () => titled(chance.pick(palette.places) ?? 'Bridge');
  const adjective = () => capital(chance.pick(palette.adjectives) ?? 'Quiet');
  const root = () => chance.pick(roots) ?? 'Ash';
  const end = () => chance.pick(ends) ?? 'ford';
  switch (kind) {
    case 'faction':
      return chance.pick([
        `The ${adjective()} ${chance.pick(bodies)}`,
        `The ${chance.pick(bodies)} of the ${thing()}`,
        `The ${root()}${end()} ${chance.pick(bodies)}`,
      ]);
    case 'setting':
      return chance.pick([
        `${root()}${end()}`,
        `The ${adjective()} ${place()}`,
        `${root()}${end()} ${place()}`,
      ]);
    case 'event':
      return chance.pick([
        `The ${chance.pick(deeds)} of the ${thing()}`,
        `The ${adjective()} ${chance.pick(deeds)}`,
        `The ${chance.pick(deeds)} at ${root()}${end()}`,
      ]);
    case 'relic':
      return chance.pick([
        `The ${adjective()} ${thing()}`,
        `The ${thing()} of ${root()}${end()}`,
        `${chance.pick(given)}’s ${thing()}`,
      ]);
    case 'chapter':
    case 'scene':
      return chance.pick([
        `What the ${thing()} Knew`,
        `The ${adjective()} ${place()}`,
        `A Light at the ${place()}`,
        `The ${thing()}`,
        `Beyond the ${place()}`,
        `One ${thing()} Too Many`,
      ]);
    case 'character':
      return `${chance.pick(given)} ${root()}${end()}`;
    default: {
      const ours = titled((phrases.places[0] ?? '').replace(nameMark, ''));
      const where = ours === '' ? `the ${place()}` : ours.replace(/^(?!the )/i, 'the ');
      const [hero] = people;
      return (
        hero === undefined ? `The ${thing()} of ${where}` : `${hero} and the ${thing()} of ${where}`
      ).replace(/(?<= )The(?= )/g, 'the');
    }
  }
}

function sharesWord(a: string, b: string): boolean {
  const [first = ''] = a.split(' ');
  const [other = ''] = b.split(' ');
  // Mara and Amara are mixed up as well.
  return first !== 'the' && other !== 'the' && (first.endsWith(other) || other.endsWith(first));
}
