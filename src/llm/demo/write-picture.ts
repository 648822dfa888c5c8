import { composePicture } from './compose-picture.ts';
import type { Desk, Place } from './desk.ts';
import { scenePlan } from './scene-plan.ts';
import { plainSchema, type Schema } from './schema.ts';
import { wantedCount } from './wanted-length.ts';

/** Whether a schema is that of a picture. */
export function isPicture({ properties = {} }: Schema): boolean {
  return (
    properties['sky'] !== undefined &&
    properties['ground'] !== undefined &&
    properties['motifs'] !== undefined
  );
}

/** A picture of what the object is about. */
export function writePicture(
  schema: Schema,
  { world, parts }: Desk,
  { property, written, subject }: Place,
): unknown {
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
