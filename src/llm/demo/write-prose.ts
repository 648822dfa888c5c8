import { beats } from './beats.ts';
import { chanceOf, seedOf } from './chance.ts';
import { expand } from './template.ts';
import { castMember, slotsOf, type World } from './world.ts';
import { firstName } from './write-field.ts';

/** What a story has between its opening and its end, in this order, again and again. */
const course = [
  'look',
  'talk',
  'move',
  'obstacle',
  'talk',
  'find',
  'memory',
  'quiet',
  'talk',
  'doubt',
  'plan',
] as const;

export interface ProseWish {
  /** About how many. */
  readonly words: number;
  /** What has to happen, in the order in which it does. */
  readonly points: readonly string[];
  /** Which chapter or scene of the whole it is, counted from 1. */
  readonly part?: number | undefined;
}

/** Writes a story of paragraphs parted by blank lines, in which the points of its plan come one by one. */
export function writeProse(world: World, { words, points, part = 1 }: ProseWish): string {
  const { chance, people } = world;
  const slots = slotsOf(world);
  const hero = castMember(world, 0);
  castMember(world, 1);
  const friends = people.filter((name) => name !== hero).map(firstName);
  const own = {
    ...slots,
    hero: firstName(hero),
    friend: () => chance.deal(friends) ?? '',
    ability: (world.ability ?? '')
      .replace(/^(?:s?he |it |they )?(?:can|could|is able to)\s+/i, '')
      .replace(/[.!]+$/, ''),
    ...pronouns(world, hero),
  };
  const decks = decksFor(`${hero} ${world.topic}`, part);
  const paragraph = (kind: keyof typeof beats, point = '') =>
    expand(decks.draw(kind), { ...own, point }, chance);

  // A short page has no room for more than one thing besides what has to happen.
  const usual = 45;
  const paragraphs = [paragraph('opening')];
  let written = countWords(paragraphs[0] ?? '');
  const closing = words >= 2.5 * usual ? [paragraph('turn'), paragraph('closing')] : [];
  const end = countWords(closing.join(' '));
  const ends = [...points];
  const abilityAt = own.ability === '' ? Infinity : words * 0.6;
  let abilityShown = false;
  for (let step = 0; written + end < words - usual / 2 && step < 400; step += 1) {
    const due = ends.length > 0 && written >= ((points.length - ends.length) * words) / (points.length + 1);
    let next: string;
    if (due) next = paragraph('told', sentence(ends.shift() ?? ''));
    else if (!abilityShown && written >= abilityAt) {
      abilityShown = true;
      next = paragraph('ability');
    } else {
      const turns = course.map((_, ahead) => course[(step + ahead) % course.length] ?? 'look');
      next = paragraph(turns.find((kind) => decks.hasMore(kind)) ?? turns[0] ?? 'look');
    }
    paragraphs.push(next);
    written += countWords(next);
  }
  // What has to happen happens, also where there was no room for it.
  paragraphs.push(...ends.map((point) => paragraph('told', sentence(point))), ...closing);
  return paragraphs.join('\n\n');
}

/**
 * Deals the paragraphs of each kind. The order is that of the whole story, and each part of it goes on
 * where the one before will have ended, so that chapters written apart do not repeat each other.
 */
function decksFor(story: string, part: number) {
  const shared = chanceOf(seedOf(story));
  const dealt = new Map<keyof typeof beats, number>();
  const orders = Object.fromEntries(
    Object.entries(beats).map(([kind, list]) => [kind, list.map(() => shared.deal<string>(list) ?? '')]),
  );
  const draw = (kind: keyof typeof beats) => {
    const perPart = kind === 'talk' || kind === 'told' ? 2 : 1;
    const next = dealt.get(kind) ?? (part - 1) * perPart;
    dealt.set(kind, next + 1);
    const order = orders[kind] ?? [];
    return order[next % order.length] ?? '';
  };
  const counts = new Map<keyof typeof beats, number>();
  return {
    draw(kind: keyof typeof beats): string {
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      return draw(kind);
    },
    /** Whether there is one that this text has not had. */
    hasMore: (kind: keyof typeof beats) => (counts.get(kind) ?? 0) < beats[kind].length,
  };
}

/** As the prompt speaks of the main character, where it does so in one way alone. */
function pronouns(world: World, hero: string) {
  const said = ` ${world.said.toLowerCase()} `;
  const count = (pattern: RegExp) => said.match(pattern)?.length ?? 0;
  const [she, he] = [count(/\b(?:she|her)\b/g), count(/\b(?:he|his|him)\b/g)];
  const only = hero === world.people[0] && world.people.length <= 1;
  if (only && she > he) return { they: 'she', them: 'her', their: 'her' };
  if (only && he > she) return { they: 'he', them: 'him', their: 'his' };
  return { they: 'they', them: 'them', their: 'their' };
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?”"]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

export function countWords(text: string): number {
  return text.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)?.length ?? 0;
}
