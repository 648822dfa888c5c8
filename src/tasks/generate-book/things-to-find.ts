import type { MotifKind, Picture } from '../../picture.ts';
import type { Scene } from './contract.ts';

/** What nobody has to look for. */
const scenery: ReadonlySet<MotifKind> = new Set<MotifKind>([
  'mountain',
  'sun',
  'moon',
  'cloud',
  'wave',
  'rainbow',
  'bridge',
]);
const mostKinds = 6;

/**
 * What a reader can look for in a picture, the rarest first. It is counted, not written by the model, so
 * that nothing has to be found which is not there.
 */
export function thingsToFind(picture: Picture): Scene['find'] {
  const counts = new Map<MotifKind, number>();
  for (const { kind } of picture.motifs) {
    if (!scenery.has(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts]
    .map(([kind, count]) => ({ kind, count }))
    .toSorted((a, b) => a.count - b.count)
    .slice(0, mostKinds);
}

const plurals: Partial<Record<MotifKind, string>> = {
  fish: 'fish',
  butterfly: 'butterflies',
  person: 'people',
  child: 'children',
};

/** Such as `Can you find a key, an owl and 3 birds?`; null where there is nothing. */
export function searchQuestion(find: Scene['find']): string | null {
  const things = find.map(({ kind, count }) => {
    if (count > 1) return `${count} ${plurals[kind] ?? `${kind}s`}`;
    return `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`;
  });
  const last = things.pop();
  if (last === undefined) return null;
  return `Can you find ${things.length === 0 ? last : `${things.join(', ')} and ${last}`}?`;
}
