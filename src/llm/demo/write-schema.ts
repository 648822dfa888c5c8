import { nameMark } from './template.ts';
import { composePicture, mention } from './compose-picture.ts';
import { merit, passages, reasonsFor, verdictOn } from './judgement.ts';
import { nameFor } from './names.ts';
import type { PromptParts } from './prompt-parts.ts';
import { bounded, plainSchema, type Schema, sized, typeOf } from './schema.ts';
import { type Told, words } from './told.ts';
import { wantedCount, wantedPart, wantedWords } from './wanted-length.ts';
import { castMember, type World } from './world.ts';
import { type FieldWriter, fieldWriter, type Subject } from './write-field.ts';
import { plannedMentions } from './planned-mentions.ts';
import { writeProse } from './write-prose.ts';

/** What the writing of one answer goes by. */
interface Desk {
  readonly world: World;
  readonly told: Told;
  readonly parts: PromptParts;
  readonly field: FieldWriter;
  readonly mentions: (subject: Subject) => string;
  /** The text that is judged or quoted; empty where there is none. */
  readonly document: string;
  /** How good what is judged is on the whole, 0 to 1. */
  readonly worth: number;
}

/** Where in the answer something stands. */
interface Place {
  readonly property: string;
  readonly subject: Subject;
  /** What the object has so far, by property. */
  readonly written: Readonly<Record<string, unknown>>;
  /** All properties of the object. */
  readonly beside: readonly string[];
}

const kindWords: Readonly<Record<string, string>> = {
  characters: 'character',
  cast: 'character',
  people: 'character',
  factions: 'faction',
  groups: 'faction',
  settings: 'setting',
  places: 'setting',
  locations: 'setting',
  events: 'event',
  relics: 'relic',
  artifacts: 'relic',
  chapters: 'chapter',
  scenes: 'scene',
};

/** What a book has of its main character. */
const ofPerson = /^(?:appearance|looks?|personality|motivation|backstory|flaw|temperament)$/;
const longProse =
  /^(?:text|story|content|body|prose|narrative|chapter|manuscript|full ?story|chapter ?text|page)$/;

/** Writes a value of the schema that nobody has written down yet: characters, plans, scenes, scores. */
export function writeSchema(schema: Schema, world: World, told: Told, parts: PromptParts): unknown {
  const mentions = plannedMentions(world);
  const document =
    parts.blocks.find(({ label }) => /document|submission|essay/i.test(label))?.text ??
    (parts.blocks.length > 0 ? world.said : '');
  const desk: Desk = {
    world,
    told,
    parts,
    field: fieldWriter(world),
    mentions: mentions.next,
    document,
    worth: merit('', { text: document, chance: world.chance }),
  };
  const subject: Subject = { kind: 'whole', name: givenTitle(desk) ?? nameFor('whole', world) };
  return write(schema, desk, { property: '', subject, written: {}, beside: [] }, mentions.share);
}

type Share = (parts: number) => void;

function write(schema: Schema, desk: Desk, place: Place, share: Share): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return choose(schema.enum, desk, place);
  const plain = plainSchema(schema);
  if (plain !== schema) return write(plain, desk, place, share);
  switch (typeOf(schema)) {
    case 'object':
      return isPicture(schema) ? picture(schema, desk, place) : object(schema, desk, place, share);
    case 'array':
      return list(schema, desk, place, share);
    case 'number':
    case 'integer':
      return numeral(schema, desk, place);
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return sized(schema, textFor(schema, desk, place));
  }
}

function object(schema: Schema, desk: Desk, place: Place, share: Share): Record<string, unknown> {
  const properties = Object.entries(schema.properties ?? {});
  const beside = properties.map(([name]) => name);
  const written: Record<string, unknown> = {};
  for (const [property, inner] of properties) {
    written[property] = write(inner, desk, { property, subject: place.subject, written, beside }, share);
  }
  return written;
}

function list(schema: Schema, desk: Desk, place: Place, share: Share): unknown[] {
  const { world, parts } = desk;
  const { property } = place;
  const inner = plainSchema(schema.items ?? {});
  const least = schema.minItems ?? 0;
  // Nothing is wrong with what the demo looks at, unless something has to be.
  if (/problem|issue|flag|warning|complaint|error/i.test(property) && least === 0) return [];
  const kind = kindOf(property, parts);
  const named = words(property).join(' ');
  const asked =
    (schema.description === undefined
      ? null
      : wantedCount(schema.description, '(?:of them|items?|entries)')) ??
    wantedCount(parts.instructions, `(?:${kind}s?|${named === '' ? kind : named})`);
  const usual = typeOf(inner) === 'object' ? 3 : Math.max(3, least);
  const wanted = asked === null ? usual : world.chance.between(asked.least, asked.most);
  const most = schema.maxItems ?? Math.max(30, least);
  const count = Math.min(most, Math.max(least, wanted));

  if (/quote|evidence|excerpt|passage/i.test(property)) {
    return passages(desk.document, criteriaOf(desk), Math.min(2, count), world.chance);
  }
  // Who was made up for another part of the answer belongs to the cast.
  const known = world.people.length - world.invented.length;
  const nameOf = (index: number) =>
    kind === 'character' ? castMember(world, known + index) : nameFor(kind, world);
  if (typeOf(inner) === 'object' && isTold(kind)) share(count);
  return Array.from({ length: count }, (_, index) => {
    const subject = typeOf(inner) === 'object' ? { kind, name: nameOf(index), index, count } : place.subject;
    return write(
      inner,
      desk,
      { ...place, property: typeOf(inner) === 'object' ? '' : property, subject },
      share,
    );
  });
}

function isTold(kind: string): boolean {
  return kind === 'chapter' || kind === 'scene';
}

/** What the elements of a list are: as the list is called, or as the prompt calls what it asks for. */
function kindOf(property: string, { instructions }: PromptParts): string {
  const own = words(property).at(-1) ?? '';
  const known = kindWords[own] ?? kindWords[`${own}s`];
  if (known !== undefined) return known;
  if (/^(?:items|elements|list|results?|entries)$/.test(own)) {
    const said = instructions.toLowerCase();
    const first = Object.entries(kindWords)
      .map(([word, kind]) => ({ kind, at: said.search(new RegExp(`\\b${word.slice(0, -1)}s?\\b`)) }))
      .filter(({ at }) => at >= 0)
      .toSorted((a, b) => a.at - b.at)[0];
    if (first !== undefined) return first.kind;
  }
  return own.replace(/s$/, '') || 'thing';
}

function textFor(schema: Schema, desk: Desk, place: Place): string {
  const { world, parts } = desk;
  const { subject, property } = place;
  const { chance } = world;
  const key = words(property).join(' ');
  const meaning = schema.description ?? '';
  const isWhole = subject.kind === 'whole';

  if (/^(?:name|title|heading|headline|label)$/.test(key)) return subject.name;
  if (isWhole) {
    const given = desk.told.values.find((value) => value.key === key)?.text;
    if (given !== undefined && given.length <= 200) return given;
  }
  if (/quote|evidence|excerpt/.test(key))
    return passages(desk.document, criteriaOf(desk), 1, chance)[0] ?? '';
  if (/reason|justif|rationale|feedback|comment|explanation|assessment/.test(key) || isVerdict(place)) {
    const quotes = Object.values(place.written).flatMap((value) => (Array.isArray(value) ? value : []));
    const passage = quotes.filter((quote) => typeof quote === 'string');
    const shown = passage.length > 0 ? passage : passages(desk.document, criteriaOf(desk), 1, chance);
    return isVerdict(place)
      ? verdictOn(desk.document, scoresIn(place.written), chance)
      : reasonsFor(aboutOf(desk), shown, desk.worth, chance);
  }
  if (longProse.test(key) && !/few words|one sentence/.test(meaning)) {
    const plan = scenePlan(parts);
    const count = wantedWords(meaning) ?? wantedWords(parts.instructions) ?? 350;
    return writeProse(world, {
      words: count,
      points: plan?.points ?? [],
      part: wantedPart(parts.instructions),
    });
  }
  if (/^(?:places|locations|settings)$/.test(key)) return placeWithDetail(desk, subject);
  const hero = world.people[0];
  if (isWhole && hero !== undefined && ofPerson.test(key)) {
    const kind = typeOfHero(desk).trim();
    const person = { kind: 'character', name: hero };
    const said = desk.field(key, person, /personality|character/.test(key) ? 3 : sentenceCount(meaning));
    return kind !== '' && /appear|look/.test(key) ? `${upper(kind)}. ${said}` : said;
  }
  const sentences = sentenceCount(meaning);
  const planned = isTold(subject.kind) ? desk.mentions(subject) : '';
  const more = planned === '' ? sentences : Math.max(1, sentences - planned.split('. ').length);
  return [planned, desk.field(key, subject, more)].filter((part) => part !== '').join(' ');
}

function placeWithDetail(desk: Desk, subject: Subject): string {
  const { world } = desk;
  const own = world.chance.deal(world.palette.places) ?? 'garden';
  return `The ${own.replace(nameMark, '')}, with ${lowered(desk.field('landmarks', subject, 1))}`;
}

function upper(sentence: string): string {
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;
}

function lowered(sentence: string): string {
  return `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;
}

/** A text beside scores says why they are what they are. */
function isVerdict({ beside, property }: Place): boolean {
  return (
    /summary/.test(property) &&
    beside.some((name) => /scores?|points|rating|level/i.test(name) || /grammar/.test(name))
  );
}

function sentenceCount(meaning: string): number {
  const asked = wantedCount(meaning, 'sentences?');
  if (asked !== null) return Math.round((asked.least + asked.most) / 2);
  return /paragraph/.test(meaning) ? 4 : 1;
}

/** All that is said of what is judged, its levels included. */
function criteriaOf({ parts, document }: Desk): string {
  return (
    parts.blocks.find(({ label, text: said }) => said !== document && /category|criteri|aspect/i.test(label))
      ?.text ?? ''
  );
}

function scoresIn(written: Readonly<Record<string, unknown>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(written).flatMap(([name, value]): [string, number][] => {
      if (typeof value === 'number') return [[name, value]];
      return typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.entries(scoresIn(value as Record<string, unknown>))
        : [];
    }),
  );
}

/** What is judged: the first line of the block that says by what, or nothing. */
function aboutOf({ parts, document }: Desk): string {
  const block = parts.blocks.find(
    ({ label, text: said }) => said !== document && /category|criteri|aspect/i.test(label),
  );
  const line = block?.text.split('\n')[0] ?? '';
  return line.replace(/^.*?:\s*/, '').replace(/\s*\([^)]*\)\s*$/, '');
}

/** The block that tells what one chapter or scene is about: its title and what happens in it. */
export function scenePlan({ blocks }: PromptParts): { title: string; points: string[] } | null {
  const block = blocks.find(({ label }) =>
    /^(?:chapter|scene)(?: to write| plan| summary)?$|^this (?:chapter|scene)/i.test(label),
  );
  if (block === undefined) return null;
  const [title = '', ...rest] = block.text.split('\n');
  const points =
    rest.join(' ').match(/[^.!?]+[.!?]+["”’]?/g) ?? (rest.join('').trim() === '' ? [] : [rest.join(' ')]);
  return { title: title.trim(), points: points.map((point) => point.trim()) };
}

function givenTitle({ parts, told }: Desk): string | undefined {
  const label = told.values.find(({ key }) => /^title\b/i.test(key))?.text;
  return label ?? scenePlan(parts)?.title;
}

function choose(choices: readonly unknown[], desk: Desk, place: Place): unknown {
  const { world, parts } = desk;
  const levels = levelPoints(choices, parts);
  if (levels !== null) {
    const best = Math.max(...levels.map(({ points }) => points));
    const worth = desk.worth;
    const empty = Object.values(place.written).some((value) => Array.isArray(value) && value.length === 0);
    const reached = levels.filter(({ points }) => !empty && points <= best * (worth + 0.15));
    return (reached[0] ?? levels.at(-1))?.level;
  }
  const own = Object.values(place.written).filter((value) => typeof value === 'string');
  for (const said of [typeOfHero(desk), ...own, world.said].map((each) => each.toLowerCase())) {
    const mentioned = choices
      .filter((choice) => typeof choice === 'string')
      .map((choice) => ({ choice, at: mention(said, choice.toLowerCase()) }))
      .filter(({ at }) => at >= 0)
      .toSorted((a, b) => a.at - b.at)[0];
    if (mentioned !== undefined) return mentioned.choice;
  }
  // What nothing is said of gets a colour that shows by day and by night.
  const bright = choices.filter((choice) => !/^(?:black|gr[ae]y|white|brown)$/.test(String(choice)));
  return world.chance.pick(bright.length > 0 ? bright : choices);
}

/** What the main character is, as far as it is told: what comes first there counts before anything else. */
function typeOfHero({ told: { values } }: Desk): string {
  return values
    .filter(({ key }) => /type|what the character is|species|kind/i.test(key))
    .map(({ text: said }) => said)
    .join(' ');
}

/** The choices with the points that the prompt gives each, the best first; null where it gives none. */
function levelPoints(choices: readonly unknown[], { blocks, instructions }: PromptParts) {
  const said = [...blocks.map((block) => block.text), instructions].join('\n');
  const levels = choices.flatMap((level) => {
    const found = new RegExp(`${escaped(String(level))}\\s*\\((\\d+(?:\\.\\d+)?)`).exec(said)?.[1];
    return found === undefined ? [] : [{ level, points: Number(found) }];
  });
  return levels.length === choices.length && levels.length > 0
    ? levels.toSorted((a, b) => b.points - a.points)
    : null;
}

function numeral(schema: Schema, desk: Desk, { property, subject, written, beside }: Place): number {
  const {
    world,
    told: { values },
    parts,
  } = desk;
  const key = words(property).join(' ');
  // The points of a level that was chosen just before.
  for (const value of Object.values(written)) {
    const found =
      typeof value === 'string' && value.length <= 80 ? levelPoints([value], parts)?.[0] : undefined;
    if (found !== undefined && /point|score|mark/.test(key)) return bounded(schema, found.points);
  }
  const given = values.find((value) => value.key === key)?.text;
  const number = given === undefined ? undefined : /-?\d+(?:\.\d+)?/.exec(given.replaceAll(',', ''))?.[0];
  if (number !== undefined) return bounded(schema, Number(number));
  if (/^(?:number|index|position|order)$|number$/.test(key)) return bounded(schema, (subject.index ?? 0) + 1);
  if (/words?$|length/.test(key)) return bounded(schema, wantedWords(parts.instructions) ?? 1200);
  const most = limit(schema.maximum) ?? (/percent|score|rating/.test(key) ? 100 : 10);
  const least = limit(schema.minimum) ?? 0;
  if (/overall|average|mean|total/.test(key)) {
    const others = beside.map((name) => written[name]).filter((value) => typeof value === 'number');
    if (others.length > 0)
      return bounded(schema, Math.round(others.reduce((sum, one) => sum + one, 0) / others.length));
  }
  const worth = merit(key, { text: desk.document, chance: world.chance });
  const value = least + (most - least) * worth;
  return bounded(schema, most - least > 5 ? Math.round(value) : Math.round(value * 100) / 100);
}

/** Whole numbers come with the bounds of what a computer can count, which say nothing. */
function limit(bound: number | undefined): number | undefined {
  return bound === undefined || Math.abs(bound) > 1e9 ? undefined : bound;
}

function isPicture({ properties = {} }: Schema): boolean {
  return (
    properties['sky'] !== undefined &&
    properties['ground'] !== undefined &&
    properties['motifs'] !== undefined
  );
}

function picture(schema: Schema, { world, parts }: Desk, { property, written, subject }: Place): unknown {
  const { sky, ground, motifs } = schema.properties ?? {};
  const motif = plainSchema(plainSchema(motifs ?? {}).items ?? {}).properties ?? {};
  const choices = (inner: Schema | undefined) => (inner?.enum ?? []).map(String);
  const wanted = wantedCount(parts.instructions, 'motifs');
  const own = Object.values(written).filter((value) => typeof value === 'string');
  const plan = scenePlan(parts);
  // Whom the book is about is to be seen first, and its world when nothing else is said of a place.
  const hero = world.said.match(/^(?:In pictures|Type|What the character is):.*$/gim) ?? [];
  const where = world.said.match(/^(?:World|Setting|Adventure):.*$/gim) ?? [];
  return composePicture(
    [
      ...hero,
      subject.name,
      plan?.title,
      ...(plan?.points ?? []),
      ...(property === 'cover' ? [] : own),
      ...where,
    ].join('\n'),
    {
      skies: choices(sky),
      grounds: choices(ground),
      kinds: choices(motif['kind']),
      colors: choices(motif['color']),
      least: motifs?.minItems ?? 1,
      most: motifs?.maxItems ?? 12,
    },
    wanted === null ? 6 : Math.max(wanted.least + 1, Math.round((wanted.least + wanted.most) / 2)),
    world.chance,
  );
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
