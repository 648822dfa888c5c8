import { delimit } from '../../overtime/models.ts';
import { type ExistingLore, type LoreKind, loreKinds, type WorldBrief } from './lore-contract.ts';

/** What is said of a thing that is there already. */
const longestMention = 400;

const hardness: Readonly<Record<NonNullable<WorldBrief['difficulty']>, string>> = {
  easy: 'Life in this world is easy: threats are few, mild, and can be overcome with wit and friends.',
  medium: 'Life in this world is demanding: threats are real, and every gain has its price.',
  hard: 'Life in this world is hard: threats are deadly, help is rare, and victories cost dearly.',
};

/** How good lore of each kind is made. */
const craft: Readonly<Record<LoreKind, string>> = {
  characters:
    'Give the characters different ages, callings and tempers, and wishes that bring them into conflict.',
  factions: 'Give each faction a purpose that its members believe to be right, and a reason to be opposed.',
  settings: 'Let each setting be felt by several senses, and let its danger follow from what it is.',
  events: 'Let each event follow from what people wanted, and let its consequences be felt today.',
  relics: 'Let each relic be of use and of harm at once, and let its price fit its power.',
};

export function generatorSystem(kind: LoreKind): string {
  return [
    `You write ${kind} for a world of fiction, as data.`,
    craft[kind],
    'Be concrete and surprising; avoid stock phrases and stock names. Every name is new and occurs once.',
  ].join('\n');
}

/** Asks for new items of a kind; `earlier` are those that are written already. */
export function generatorPrompt(
  kind: LoreKind,
  brief: WorldBrief & { readonly existingLore?: ExistingLore | undefined },
  earlier: readonly { readonly name: string }[],
): string {
  const parts = [`Write new ${kind} for this world.`, ...briefParts(brief)];
  const existing = loreLines(brief.existingLore ?? {});
  if (existing !== '') {
    parts.push(
      'This is in the world already. What you write fits to it, may refer to it, contradicts nothing of it ' +
        'and takes none of its names.',
      delimit('existing lore', existing),
    );
  }
  if (earlier.length > 0) {
    parts.push(
      `These ${kind} are written already. Write others, with other names.`,
      delimit(`${kind} written already`, JSON.stringify(earlier)),
    );
  }
  return parts.join('\n\n');
}

/** What the user says of the world, set apart as material. */
export function briefParts({ theme, difficulty, prompt }: WorldBrief): string[] {
  const parts = [delimit('theme of the world', theme)];
  if (difficulty !== undefined) parts.push(hardness[difficulty]);
  if (prompt !== undefined) {
    parts.push(
      'The user wishes the following. Follow it where it says what to write of and how; the rules above and ' +
        'the form of the answer stand.',
      delimit('wishes of the user', prompt),
    );
  }
  return parts;
}

function loreLines(existing: ExistingLore): string {
  return loreKinds
    .flatMap((kind) => {
      const items = existing[kind] ?? [];
      const lines = items.map(
        ({ name, description }) => `- ${name}: ${description.slice(0, longestMention)}`,
      );
      return items.length === 0 ? [] : [`${kind}:`, ...lines];
    })
    .join('\n');
}
