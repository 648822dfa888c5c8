import { z } from 'zod';

export const skies = [
  'dawn',
  'day',
  'sunset',
  'dusk',
  'night',
  'storm',
  'space',
  'underwater',
  'cave',
  'indoors',
] as const;

export const grounds = [
  'meadow',
  'hills',
  'forest',
  'mountains',
  'desert',
  'beach',
  'sea',
  'snow',
  'street',
  'floor',
  'rock',
  'clouds',
] as const;

export const motifKinds = [
  'tree',
  'pine',
  'palm',
  'flower',
  'mushroom',
  'mountain',
  'house',
  'castle',
  'tower',
  'bridge',
  'sun',
  'moon',
  'star',
  'planet',
  'cloud',
  'rainbow',
  'wave',
  'boat',
  'fish',
  'bird',
  'owl',
  'butterfly',
  'cat',
  'dog',
  'rabbit',
  'horse',
  'dragon',
  'person',
  'child',
  'robot',
  'rocket',
  'balloon',
  'lantern',
  'book',
  'key',
  'treasure',
  'crown',
  'heart',
] as const;
export type MotifKind = (typeof motifKinds)[number];

export const pictureColors = [
  'red',
  'orange',
  'yellow',
  'gold',
  'green',
  'teal',
  'blue',
  'purple',
  'pink',
  'brown',
  'white',
  'gray',
  'black',
] as const;
export type PictureColor = (typeof pictureColors)[number];

const motif = z.object({
  kind: z.enum(motifKinds),
  x: z.number().min(0).max(100).describe('Its centre, in percent of the width: 0 is the left edge'),
  y: z.number().min(0).max(100).describe('Its centre, in percent of the height: 0 is the top edge'),
  size: z.number().min(5).max(60).describe('Its height, in percent of the picture; 15 is small, 45 is large'),
  color: z.enum(pictureColors).describe('Its main colour'),
});
export type Motif = z.output<typeof motif>;

/** A picture as data, which a language model can write: what is seen, not how it is drawn. */
export const picture = z.object({
  sky: z.enum(skies),
  ground: z.enum(grounds),
  motifs: z.array(motif).min(1).max(12).describe('What is to be seen, the most important first'),
});
export type Picture = z.output<typeof picture>;

/** A filled or stroked outline. Colours are `#rrggbb`. */
export interface Shape {
  /** SVG path data with absolute commands. */
  readonly path: string;
  readonly fill?: string;
  readonly stroke?: string;
  readonly strokeWidth?: number;
  /** 0 to 1. Default 1. */
  readonly opacity?: number;
}
