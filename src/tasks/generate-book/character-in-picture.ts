import type { Motif, Picture } from '../../picture.ts';
import type { Character } from './contract.ts';

/** As the schema of a picture has it. */
const mostMotifs = 12;

/**
 * The picture with the character in it as the character is in all of them: the largest motif of its kind
 * takes its colour, and where there is none, one is put in front. Asking the model again would cost a call
 * and prove nothing.
 */
export function withCharacter<P extends Picture>(
  picture: P,
  { motif, color }: Pick<Character, 'motif' | 'color'>,
): P {
  const drawn = picture.motifs
    .filter(({ kind }) => kind === motif)
    .reduce<Motif | null>((largest, each) => (each.size > (largest?.size ?? 0) ? each : largest), null);
  const motifs =
    drawn === null
      ? [{ kind: motif, x: 50, y: 68, size: 30, color }, ...picture.motifs.slice(0, mostMotifs - 1)]
      : picture.motifs.map((each) => (each === drawn ? { ...each, color } : each));
  return { ...picture, motifs };
}
