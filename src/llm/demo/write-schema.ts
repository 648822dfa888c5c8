import { choose } from './choose.ts';
import { criteriaOf, type Desk, type Place } from './desk.ts';
import { merit, passages } from './judgement.ts';
import { nameFor } from './names.ts';
import { plannedMentions } from './planned-mentions.ts';
import type { PromptParts } from './prompt-parts.ts';
import { scenePlan } from './scene-plan.ts';
import { plainSchema, type Schema, sized, typeOf } from './schema.ts';
import { type Told, words } from './told.ts';
import { wantedCount } from './wanted-length.ts';
import { castMember, type World } from './world.ts';
import { fieldWriter, type Subject } from './write-field.ts';
import { writeNumber } from './write-number.ts';
import { isPicture, writePicture } from './write-picture.ts';
import { writeText } from './write-text.ts';

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

/** Writes a value of the schema that nobody has written down yet: characters, plans, scenes, scores. */
export function writeSchema(schema: Schema, world: World, told: Told, parts: PromptParts): unknown {
  const document =
    parts.blocks.find(({ label }) => /document|submission|essay/i.test(label))?.text ??
    (parts.blocks.length > 0 ? world.said : '');
  const desk: Desk = {
    world,
    told,
    parts,
    field: fieldWriter(world),
    mentions: plannedMentions(world),
    document,
    worth: merit('', { text: document, chance: world.chance }),
  };
  const givenTitle = told.values.find(({ key }) => /^title\b/i.test(key))?.text ?? scenePlan(parts)?.title;
  const subject: Subject = { kind: 'whole', name: givenTitle ?? nameFor('whole', world) };
  return write(schema, desk, { property: '', subject, written: {}, beside: [] });
}

function write(schema: Schema, desk: Desk, place: Place): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return choose(schema.enum, desk, place);
  const plain = plainSchema(schema);
  if (plain !== schema) return write(plain, desk, place);
  switch (typeOf(schema)) {
    case 'object':
      return isPicture(schema) ? writePicture(schema, desk, place) : object(schema, desk, place);
    case 'array':
      return list(schema, desk, place);
    case 'number':
    case 'integer':
      return writeNumber(schema, desk, place);
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return sized(schema, writeText(schema, desk, place));
  }
}

function object(schema: Schema, desk: Desk, place: Place): Record<string, unknown> {
  const properties = Object.entries(schema.properties ?? {});
  const beside = properties.map(([name]) => name);
  const written: Record<string, unknown> = {};
  for (const [property, inner] of properties) {
    written[property] = write(inner, desk, { property, subject: place.subject, written, beside });
  }
  return written;
}

function list(schema: Schema, desk: Desk, place: Place): unknown[] {
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
  // Who was made up for another part of the answer belongs to the cast, and so does who has a name already
  // where the prompt says so.
  const isCast = /\bwho has a name\b[^.]*\bkeeps it\b/i.test(parts.instructions);
  const known = isCast ? 0 : world.people.length - world.invented.length;
  const nameOf = (index: number) =>
    kind === 'character' ? castMember(world, known + index) : nameFor(kind, world);
  if (typeOf(inner) === 'object' && /^(?:chapter|scene)$/.test(kind)) desk.mentions.share(count);
  return Array.from({ length: count }, (_, index) => {
    if (typeOf(inner) === 'object') {
      return write(inner, desk, {
        ...place,
        property: '',
        subject: { kind, name: nameOf(index), index, count },
      });
    }
    // The parts of a story come one after the other.
    const isCourse = /^(?:outline|plot|synopsis|course)$/.test(named);
    const subject = isCourse ? { ...place.subject, index, count } : place.subject;
    return write(inner, desk, { ...place, property, subject });
  });
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
