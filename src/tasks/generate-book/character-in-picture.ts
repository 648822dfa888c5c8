import type { Motif, Picture } from '../../picture.ts';
import type { Character } from './contract.ts';

/** As the schema of a picture has it. */
const mostMotifs = 12;
/** Where a character stands that the picture lacks: in front, in one of these columns. */
const columns = [50, 26, 74] as const;
const frontRow = 68;

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
  if (drawn !== null) {
    const motifs = picture.motifs.map((each) => (each === drawn ? { ...each, color } : each));
    return { ...picture, motifs };
  }
  const others = picture.motifs.slice(0, mostMotifs - 1);
  const character: Motif = { kind: motif, x: emptiestColumn(others), y: frontRow, size: 30, color };
  return { ...picture, motifs: [character, ...others] };
}

/** The column that is farthest from whatever stands in the lower half. */
function emptiestColumn(motifs: readonly Motif[]): number {
  const standing = motifs.filter(({ y }) => y > 50).map(({ x }) => x);
  const room = (column: number) => Math.min(...standing.map((x) => Math.abs(x - column)));
  return columns.reduce<number>((best, column) => (room(column) > room(best) ? column : best), columns[0]);
}
