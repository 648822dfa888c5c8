import type { Motif, MotifKind, Picture, Shape } from '../picture.ts';
import { frame } from './frame.ts';
import { groundShapes, horizons } from './ground.ts';
import { drawings } from './motifs/drawings.ts';
import { ellipse, fill, round } from './outline.ts';
import { tonesOf } from './palette.ts';
import { skyShapes } from './sky.ts';

/** Shapes in a coordinate system of their own: scaled first, then moved. */
export interface Layer {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
  readonly shapes: readonly Shape[];
}

/** What hangs or flies, wherever it is put. */
const aloft: ReadonlySet<MotifKind> = new Set(['balloon', 'butterfly', 'fish', 'heart']);
/** What flies or hangs when it is put into the upper part of the picture, and stands otherwise. */
const sometimesAloft: ReadonlySet<MotifKind> = new Set([
  'bird',
  'owl',
  'dragon',
  'rocket',
  'lantern',
  'book',
  'key',
  'crown',
]);
const upperPart = 42;
/** What is behind everything else. */
const farAway: ReadonlySet<MotifKind> = new Set([
  'sun',
  'moon',
  'star',
  'planet',
  'rainbow',
  'cloud',
  'mountain',
]);
/** Where nothing needs to stand. */
const weightless: ReadonlySet<Picture['sky']> = new Set(['space', 'underwater']);

/**
 * A picture as shapes, from the back to the front, in a frame of 400 by 300 with y downwards; what goes
 * over the frame's edge is to be cut off. What should stand is put on the ground, wherever the
 * picture has it, so that a model's rough idea of a place gives a picture without floating houses.
 */
export function pictureShapes(picture: Picture): readonly Layer[] {
  const whole = (shapes: readonly Shape[]): Layer => ({ x: 0, y: 0, scale: 1, shapes });
  const placed = picture.motifs.map((motif) => place(motif, picture));
  const far = placed.filter(({ kind }) => farAway.has(kind));
  // What stands lower is nearer.
  const near = placed.filter(({ kind }) => !farAway.has(kind)).toSorted((a, b) => a.foot - b.foot);
  return [
    whole(skyShapes(picture.sky)),
    ...far.map(({ layer }) => layer),
    whole(groundShapes(picture)),
    ...near.flatMap(({ layer, shadow }) => [...(shadow === null ? [] : [whole([shadow])]), layer]),
  ];
}

interface Placed {
  readonly kind: MotifKind;
  /** The height of its lower edge. */
  readonly foot: number;
  readonly layer: Layer;
  readonly shadow: Shape | null;
}

function place({ kind, x, y, size, color }: Motif, { sky, ground }: Picture): Placed {
  const side = (size / 100) * frame.height;
  const horizon = horizons[ground];
  const centre = (x / 100) * frame.width;
  const wanted = (y / 100) * frame.height + side / 2;
  const hangs = aloft.has(kind) || (sometimesAloft.has(kind) && y < upperPart);
  const stands = !hangs && !farAway.has(kind) && !weightless.has(sky);
  const foot = footOf(kind, wanted, horizon, side, stands);
  // A little of it may leave the frame, not most of it.
  const middle = Math.min(Math.max(centre, side * 0.3), frame.width - side * 0.3);
  return {
    kind,
    foot,
    layer: {
      x: round(middle - side / 2),
      y: round(foot - side),
      scale: round(side / 100),
      shapes: drawings[kind](tonesOf(color)),
    },
    shadow:
      stands && kind !== 'wave' && kind !== 'boat' && ground !== 'sea'
        ? fill(
            ellipse(round(middle), round(foot - side * 0.01), round(side * 0.38), round(side * 0.05)),
            '#1f1b33',
            0.22,
          )
        : null,
  };
}

function footOf(kind: MotifKind, wanted: number, horizon: number, side: number, stands: boolean): number {
  const low = frame.height - 6;
  if (kind === 'mountain') return horizon + 14;
  if (kind === 'rainbow') return Math.min(wanted, horizon + 10);
  // Only the sun sets.
  if (farAway.has(kind)) return Math.min(wanted, kind === 'sun' ? horizon + side * 0.4 : horizon - 8);
  if (!stands) return Math.min(wanted, low);
  return Math.min(Math.max(wanted, horizon + 14), Math.max(low, horizon + 14));
}
