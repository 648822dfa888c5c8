import type { PictureColor } from '../picture.ts';

/** The tones of one colour. */
export interface Tones {
  readonly main: string;
  /** Its shadow side. */
  readonly dark: string;
  /** Where light falls. */
  readonly light: string;
}

const mains: Readonly<Record<PictureColor, string>> = {
  red: '#d94f45',
  orange: '#ec8a3c',
  yellow: '#f6cf4e',
  gold: '#e2aa3a',
  green: '#5f9e58',
  teal: '#3d9c9a',
  blue: '#4a7fc4',
  purple: '#8560b0',
  pink: '#e88fab',
  brown: '#96674a',
  white: '#f6f1e7',
  gray: '#98a0aa',
  black: '#45434f',
};

export const ink = '#2f2b3a';
export const wood = '#8a5f43';
export const woodDark = '#6c4832';
export const cream = '#fbf3e0';
export const glow = '#ffe9a8';
export const skin = '#d19a6e';

export function tonesOf(color: PictureColor): Tones {
  const main = mains[color];
  return { main, dark: mix(main, '#33264f', 0.3), light: mix(main, '#fffaf0', 0.42) };
}

/** A colour on the way from one to another; 0 is the first, 1 the second. */
export function mix(from: string, to: string, share: number): string {
  const channel = (hex: string, index: number) =>
    Number.parseInt(hex.slice(1 + 2 * index, 3 + 2 * index), 16);
  const mixed = [0, 1, 2].map((index) =>
    Math.round(channel(from, index) * (1 - share) + channel(to, index) * share)
      .toString(16)
      .padStart(2, '0'),
  );
  return `#${mixed.join('')}`;
}
