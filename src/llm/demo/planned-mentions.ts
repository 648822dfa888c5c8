import { expand, nameMark } from './template.ts';
import type { NamedKind, World } from './world.ts';
import { slotsOf } from './world.ts';
import type { Subject } from './write-field.ts';

const sentences: Readonly<Record<NamedKind, readonly string[]>> = {
  people: [
    '{name} comes to the {place} with {a_thing} and a question that nobody likes.',
    '{name} has to choose between {matter} and the truth, and chooses late.',
    'Against all advice {name} sets out for the {place} alone.',
    '{name} confesses what happened at the {place}.',
  ],
  groups: [
    '{name} close the way to the {place} and ask a price for opening it.',
    'Word of {matter} reaches {name}, and they answer at once.',
    '{name} offer help, and it costs more than it seems.',
  ],
  places: [
    'The trail leads to {name}, where the {force} is already waiting.',
    'At {name} everything that was hidden lies open for one night.',
    'All of them meet again in {name}, for the first time in years.',
  ],
  matters: [
    'What was left unsaid about {name} comes to light.',
    'It turns out that {name} never really ended.',
    'Someone has an old account to settle from {name}.',
  ],
  things: [
    '{name} changes hands, and its price falls due.',
    'Whoever holds {name} can end it, and pays for it.',
    '{name} wakes at the worst moment.',
  ],
};

export interface PlannedMentions {
  /** Says over how many parts what is listed is spread. */
  share(parts: number): void;
  /** Sentences about what falls to this chapter; empty when it has had its share. */
  next(subject: Subject): string;
}

/** Spreads what the prompt lists by name over the chapters or scenes of a plan, so that all of it occurs. */
export function plannedMentions(world: World): PlannedMentions {
  const slots = slotsOf(world);
  const left = [...world.occurring];
  let parts = 1;
  let last: Subject | undefined;
  return {
    share: (count) => {
      parts = count;
    },
    next: (subject) => {
      if (subject === last || left.length === 0) return '';
      last = subject;
      const mine = left.splice(0, Math.ceil(left.length / Math.max(1, parts)));
      parts -= 1;
      return mine
        .map(({ kind, name }) =>
          expand(
            world.chance.deal(sentences[kind]) ?? '{name}',
            { ...slots, name: `${nameMark}${name}` },
            world.chance,
          ),
        )
        .join(' ');
    },
  };
}
