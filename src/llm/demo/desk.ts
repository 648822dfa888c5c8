import type { PlannedMentions } from './planned-mentions.ts';
import type { PromptParts } from './prompt-parts.ts';
import type { Told } from './told.ts';
import type { World } from './world.ts';
import type { FieldWriter, Subject } from './write-field.ts';

/** What the writing of one answer goes by. */
export interface Desk {
  readonly world: World;
  readonly told: Told;
  readonly parts: PromptParts;
  readonly field: FieldWriter;
  readonly mentions: PlannedMentions;
  /** The text that is judged or quoted; empty where there is none. */
  readonly document: string;
  /** How good what is judged is on the whole, 0 to 1. */
  readonly worth: number;
}

/** Where in the answer something stands. */
export interface Place {
  readonly property: string;
  readonly subject: Subject;
  /** What the object has so far, by property. */
  readonly written: Readonly<Record<string, unknown>>;
  /** All properties of the object. */
  readonly beside: readonly string[];
}

/** All that is said of what is judged, its levels included. */
export function criteriaOf({ parts, document }: Desk): string {
  return (
    parts.blocks.find(({ label, text: said }) => said !== document && /category|criteri|aspect/i.test(label))
      ?.text ?? ''
  );
}

/** What is judged: the first line of the block that says by what, or nothing. */
export function aboutOf({ parts, document }: Desk): string {
  const block = parts.blocks.find(
    ({ label, text: said }) => said !== document && /category|criteri|aspect/i.test(label),
  );
  const line = block?.text.split('\n')[0] ?? '';
  return line.replace(/^.*?:\s*/, '').replace(/\s*\([^)]*\)\s*$/, '');
}

/** What the main character is, as far as it is told: what comes first there counts before anything else. */
export function typeOfHero({ told: { values } }: Desk): string {
  return values
    .filter(({ key }) => /type|what the character is|species|kind/i.test(key))
    .map(({ text: said }) => said)
    .join(' ');
}
