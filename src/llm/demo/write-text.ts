import { aboutOf, criteriaOf, type Desk, type Place, typeOfHero } from './desk.ts';
import { passages, reasonsFor, verdictOn } from './judgement.ts';
import { scenePlan } from './scene-plan.ts';
import type { Schema } from './schema.ts';
import { capital, nameMark, uncapital } from './template.ts';
import { words } from './told.ts';
import { wantedCount, wantedPart, wantedWords } from './wanted-length.ts';
import type { Subject } from './write-field.ts';
import { writeProse } from './write-prose.ts';

/** What a book has of its main character. */
const ofPerson = /^(?:appearance|looks?|personality|motivation|backstory|flaw|temperament)$/;
const longProse =
  /^(?:text|story|content|body|prose|narrative|chapter|manuscript|full ?story|chapter ?text|page)$/;

/** The text of a property, by what it is called and by what its description asks for. */
export function writeText(schema: Schema, desk: Desk, place: Place): string {
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
    return kind !== '' && /appear|look/.test(key) ? `${capital(kind)}. ${said}` : said;
  }
  const sentences = sentenceCount(meaning);
  const planned = /^(?:chapter|scene)$/.test(subject.kind) ? desk.mentions.next(subject) : '';
  const more = planned === '' ? sentences : Math.max(1, sentences - planned.split('. ').length);
  return [planned, desk.field(key, subject, more)].filter((part) => part !== '').join(' ');
}

function placeWithDetail(desk: Desk, subject: Subject): string {
  const { world } = desk;
  const own = world.chance.deal(world.palette.places) ?? 'garden';
  return `The ${own.replace(nameMark, '')}, with ${uncapital(desk.field('landmarks', subject, 1))}`;
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
