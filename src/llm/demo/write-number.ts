import type { Desk, Place } from './desk.ts';
import { merit } from './judgement.ts';
import { levelPoints } from './level-points.ts';
import { bounded, type Schema } from './schema.ts';
import { words } from './told.ts';
import { wantedWords } from './wanted-length.ts';

/** A number that the prompt gives, that follows from what is written beside it, or that judges. */
export function writeNumber(
  schema: Schema,
  desk: Desk,
  { property, subject, written, beside }: Place,
): number {
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
