import type { MotifKind, Shape } from '../../picture.ts';
import type { Tones } from '../palette.ts';

/** Draws a motif into a box of 100 by 100, y downwards; what stands does so on its lower edge. */
export type DrawMotif = (tones: Tones) => readonly Shape[];
export type MotifDrawings = Readonly<Record<MotifKind, DrawMotif>>;
