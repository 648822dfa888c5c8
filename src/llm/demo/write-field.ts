import { eventTemplates, fieldTemplates } from './field-templates.ts';
import { expand, uncapital } from './template.ts';
import { castMember, slotsOf, type World } from './world.ts';

/** Whom or what a field is about. */
export interface Subject {
  /** Such as `character`, `relic`, `scene`. */
  readonly kind: string;
  readonly name: string;
  /** Its place in its list, from 0. */
  readonly index?: number;
  /** How many its list has. */
  readonly count?: number;
}

const themed = /\{(?:matter|topic)\}/i;
const isEvent =
  /^(?:chapter|scene) (?:summary|synopsis|events?|plot|outline|purpose|description|what happens|goals?|beats?)|^whole (?:plot|outline|synopsis)/;

/** Writes fields in a world. */
export type FieldWriter = (property: string, subject: Subject, sentences: number) => string;

/** One writer for a whole answer: no template comes again before all have come, nor twice for one subject. */
export function fieldWriter(world: World): FieldWriter {
  const { chance } = world;
  const slots = slotsOf(world);
  const used = new Map<Subject, Set<string>>();
  return (property, subject, sentences) => {
    const isPerson = subject.kind === 'character' || subject.kind === 'person';
    const hero = isPerson ? subject.name : castMember(world, 0);
    const others = () => {
      castMember(world, 2);
      return chance.pick(world.people.filter((name) => name !== hero)) ?? hero;
    };
    const own = {
      ...slots,
      name: subject.name,
      first: isPerson ? firstName(subject.name) : subject.name,
      hero: firstName(hero),
      friend: () => firstName(others()),
      other: others,
    };
    const key = `${subject.kind} ${property}`;
    if (isEvent.test(key)) {
      const { index = 0, count = 1 } = subject;
      return Array.from({ length: sentences }, (_, number) => {
        const way = (index + number / sentences) / count;
        return expand(eventTemplates[Math.floor(way * eventTemplates.length + 1e-6)] ?? '', own, chance);
      }).join(' ');
    }
    const [, templates] = fieldTemplates.find(([pattern]) => pattern.test(key)) ?? [/./, []];
    const seen = used.get(subject) ?? new Set<string>();
    used.set(subject, seen);
    let saysTheme = false;
    const written = Array.from({ length: Math.min(sentences, templates.length) }, (_, place) => {
      let template = chance.deal(templates) ?? '';
      // What is told at some length tells of what the world is about.
      const isLast = place === sentences - 1 && sentences > 1 && !saysTheme;
      const isWrong = () =>
        seen.has(template) ||
        (isLast && !themed.test(template) && templates.some((each) => themed.test(each)));
      for (let again = 0; isWrong() && again < 2 * templates.length; again += 1) {
        template = chance.deal(templates) ?? '';
      }
      seen.add(template);
      saysTheme ||= themed.test(template);
      return expand(template, own, chance);
    });
    const isSentence = written.every((each) => /[.!?]$/.test(each));
    return written
      .map((each, place) => (isSentence || place === 0 ? each : uncapital(each)))
      .join(isSentence ? ' ' : ', ');
  };
}

/** `Mara Ashford` is called Mara; `Captain Vane` and `Old Tom` keep both words. */
export function firstName(name: string): string {
  const [first = name] = name.split(' ');
  return /^(?:the|old|young|captain|doctor|dr\.?|mr\.?|mrs\.?|ms\.?|king|queen|prince|princess|sir|lady|aunt|uncle)$/i.test(
    first,
  )
    ? name
    : first;
}
