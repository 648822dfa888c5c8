import { box, circle, fill, line, polygon } from '../outline.ts';
import { cream, glow, ink, tonesOf, wood, woodDark } from '../palette.ts';
import type { MotifDrawings } from './drawing.ts';

const window = (x: number, y: number, width: number, height: number) => [
  fill(box(x - 1.5, y - 1.5, width + 3, height + 3), cream),
  fill(box(x, y, width, height), glow),
  line(`M${x + width / 2} ${y} V${y + height} M${x} ${y + height / 2} H${x + width}`, woodDark, 1.2),
];
/** A narrow window with a round top. */
const slit = (x: number, y: number, size: number) =>
  fill(
    `M${x - size} ${y + 2.4 * size} V${y} A${size} ${size} 0 0 1 ${x + size} ${y} V${y + 2.4 * size} Z`,
    glow,
  );
const teeth = (x: number, y: number, count: number, width: number, color: string) =>
  Array.from({ length: count }, (_, index) => fill(box(x + index * 2 * width, y, width, width + 0.5), color));
const flag = (x: number, y: number, color: string) => [
  line(`M${x} ${y} V${y + 14}`, ink, 1.2),
  fill(polygon(x, y, x + 11, y + 3, x, y + 7), color),
];

export const buildings = {
  house: ({ main, dark, light }) => [
    fill(box(68, 16, 10, 24), dark),
    fill(box(66, 13, 14, 5), dark),
    fill(box(15, 46, 70, 54), light),
    fill(box(62, 46, 23, 54), main, 0.35),
    fill(polygon(50, 10, 98, 50, 90, 54, 50, 22, 10, 54, 2, 50), dark),
    fill(polygon(50, 14, 92, 51, 8, 51), main),
    fill(polygon(50, 14, 92, 51, 56, 51), dark, 0.35),
    fill('M41 100 V74 A9 9 0 0 1 59 74 V100 Z', wood),
    fill(circle(55.5, 84, 1.6), glow),
    ...window(22, 62, 13, 15),
    ...window(65, 62, 13, 15),
    fill(circle(50, 38, 6), glow),
    line('M50 32 V44 M44 38 H56', woodDark, 1.2),
  ],
  castle: ({ main, dark, light }) => [
    ...flag(17, 0, tonesOf('red').main),
    ...flag(83, 0, tonesOf('red').main),
    ...flag(50, 4, tonesOf('gold').main),
    fill(box(37, 34, 26, 66), light),
    fill(box(52, 34, 11, 66), main, 0.5),
    fill(polygon(32, 36, 50, 13, 68, 36), dark),
    fill(box(14, 58, 72, 42), main),
    ...teeth(14, 53, 7, 5.6, main),
    ...[6, 72].flatMap((x) => [
      fill(box(x, 34, 22, 66), light),
      fill(box(x + 13, 34, 9, 66), main, 0.6),
      fill(polygon(x - 4, 36, x + 11, 10, x + 26, 36), dark),
      fill(polygon(x + 11, 10, x + 26, 36, x + 13, 36), ink, 0.18),
      slit(x + 11, 52, 3),
      slit(x + 11, 76, 3),
    ]),
    slit(50, 44, 3.4),
    fill('M38 100 V80 A12 12 0 0 1 62 80 V100 Z', woodDark),
    line('M44 70 V100 M50 68 V100 M56 70 V100 M38 84 H62 M38 92 H62', wood, 1.4),
  ],
  tower: ({ main, dark, light }) => [
    ...flag(50, 0, tonesOf('red').main),
    fill(polygon(34, 42, 66, 42, 72, 100, 28, 100), light),
    fill(polygon(54, 42, 66, 42, 72, 100, 56, 100), main, 0.65),
    fill(polygon(32.6, 56, 67.4, 56, 68.4, 66, 31.6, 66), main),
    fill(polygon(30.6, 76, 69.4, 76, 70.4, 86, 29.6, 86), main),
    fill(box(28, 34, 44, 9, 2), dark),
    ...teeth(28, 29, 5, 5, dark),
    fill(polygon(30, 31, 50, 8, 70, 31), main),
    fill(polygon(50, 8, 70, 31, 54, 31), dark, 0.6),
    slit(50, 48, 3),
    fill('M43 100 V92 A7 7 0 0 1 57 92 V100 Z', woodDark),
  ],
  bridge: ({ main, dark, light }) => [
    fill('M0 62 C28 34 72 34 100 62 V100 H90 A18 22 0 0 0 57 100 H43 A18 22 0 0 0 10 100 H0 Z', main),
    fill('M10 100 A18 22 0 0 1 43 100 H39 A15 19 0 0 0 13 100 Z', dark),
    fill('M57 100 A18 22 0 0 1 90 100 H87 A15 19 0 0 0 61 100 Z', dark),
    line('M0 62 C28 34 72 34 100 62', light, 5),
    line('M0 48 C28 20 72 20 100 48', dark, 3),
    line('M8 42 V56 M24 33 V46 M41 28 V42 M59 28 V42 M76 33 V46 M92 42 V56', dark, 2.6),
    line('M14 70 H24 M30 62 H42 M58 62 H70 M76 70 H88 M46 74 H56 M46 84 H54', dark, 1.4, 0.6),
  ],
} satisfies Partial<MotifDrawings>;
