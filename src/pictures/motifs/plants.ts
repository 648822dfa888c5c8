import { around, box, circle, ellipse, fill, line, polygon } from '../outline.ts';
import { cream, wood, woodDark, tonesOf } from '../palette.ts';
import type { MotifDrawings } from './drawing.ts';

const leaf = tonesOf('green');

export const plants = {
  tree: ({ main, dark, light }) => [
    fill('M42 100 C46 88 46 76 46 58 H54 C54 76 54 88 58 100 Z', wood),
    fill('M52 100 C53 84 52 72 51 58 H54 C54 76 54 88 58 100 Z', woodDark),
    line('M49 74 L36 60 M51 70 L64 56', wood, 3.5),
    fill(circle(30, 46, 21), main),
    fill(circle(70, 46, 21), main),
    fill(circle(50, 28, 26), main),
    fill(circle(50, 52, 20), main),
    fill(
      'M30 67 A21 21 0 0 0 50 60 A20 20 0 0 0 68 67 A21 21 0 0 0 91 46 C80 58 64 52 50 52 C42 58 36 56 30 67 Z',
      dark,
      0.45,
    ),
    fill(circle(42, 20, 11), light, 0.45),
    fill(circle(24, 40, 8), light, 0.4),
    fill(circle(64, 38, 7), light, 0.3),
  ],
  pine: ({ main, dark, light }) => [
    fill(box(46, 84, 8, 16), wood),
    fill('M50 40 L86 88 C74 92 26 92 14 88 Z', dark),
    fill('M50 20 L78 64 C68 68 32 68 22 64 Z', main),
    fill('M50 2 L70 40 C62 44 38 44 30 40 Z', main),
    fill('M50 40 L14 88 C26 91 40 91 50 91 Z', main),
    fill('M50 2 L70 40 C64 43 56 43 50 43 Z', dark, 0.6),
    fill('M50 43 L56 43 L78 64 C68 67 58 67 50 67 Z', dark, 0.6),
    fill('M50 2 L38 25 L44 24 Z', light, 0.7),
  ],
  palm: ({ main, dark }) => [
    fill('M40 100 C42 72 48 52 54 36 L60 37 C56 56 52 76 52 100 Z', wood),
    line('M42 88 L51 86 M43 76 L53 74 M46 64 L55 62 M49 52 L57 50', woodDark, 1.6),
    fill('M57 36 C42 26 22 28 6 46 C24 38 42 38 57 36 Z', dark),
    fill('M57 36 C74 26 88 32 96 52 C84 40 72 38 57 36 Z', dark),
    fill('M57 36 C46 14 30 6 12 12 C32 16 46 24 57 36 Z', main),
    fill('M57 36 C64 12 78 4 94 10 C80 14 68 22 57 36 Z', main),
    fill('M57 36 C40 36 28 46 22 66 C34 52 46 44 57 36 Z', main),
    fill('M57 36 C72 38 80 48 82 66 C74 54 66 46 57 36 Z', main),
    fill(circle(53, 40, 4.5), woodDark),
    fill(circle(60, 42, 4.5), wood),
  ],
  flower: ({ main, dark, light }) => [
    line('M50 98 C48 80 52 66 50 44', leaf.dark, 4),
    fill('M50 84 C36 84 26 76 22 64 C38 64 48 72 50 84 Z', leaf.main),
    fill('M50 74 C62 74 72 66 76 56 C62 56 52 62 50 74 Z', leaf.main),
    ...around(6, 50, 32, 17).map(([x, y]) => fill(circle(x, y, 12.5), main)),
    ...around(6, 50, 32, 20).map(([x, y]) => fill(circle(x, y, 6), light, 0.45)),
    fill(circle(50, 32, 10), tonesOf('yellow').main),
    fill(circle(52, 34, 6), dark, 0.18),
  ],
  mushroom: ({ main, dark, light }) => [
    fill('M37 56 C39 74 36 90 32 98 C42 101 60 101 68 98 C63 90 61 74 63 56 Z', cream),
    fill('M56 56 C56 74 58 90 60 99 C64 99 66 99 68 98 C63 90 61 74 63 56 Z', '#e0d3ba'),
    fill('M6 58 C6 26 30 6 50 6 C70 6 94 26 94 58 C80 68 20 68 6 58 Z', main),
    fill('M94 58 C94 26 70 6 50 6 C72 16 82 42 70 65 C80 64 90 61 94 58 Z', dark, 0.5),
    fill('M6 58 C20 68 80 68 94 58 C80 62 20 62 6 58 Z', dark, 0.7),
    fill(circle(36, 30, 8), cream),
    fill(ellipse(62, 22, 6, 5), cream),
    fill(ellipse(22, 48, 5, 6), cream),
    fill(circle(60, 46, 7), cream),
    fill(ellipse(82, 46, 4, 5), cream),
    fill('M20 30 C26 18 34 12 44 9 C36 16 28 22 20 30 Z', light, 0.6),
  ],
  mountain: ({ main, dark, light }) => [
    fill(polygon(0, 100, 26, 52, 34, 58, 58, 8, 74, 40, 80, 36, 100, 100), main),
    fill(polygon(58, 8, 74, 40, 80, 36, 100, 100, 62, 100, 66, 76, 56, 58, 62, 36), dark),
    fill(polygon(26, 52, 34, 58, 40, 76, 30, 100, 16, 100, 24, 78), light, 0.35),
    fill(polygon(58, 8, 70, 32, 64, 30, 60, 38, 55, 31, 50, 36, 46, 33), '#ffffff'),
    fill(polygon(58, 8, 70, 32, 64, 30, 60, 38, 59, 26), '#c9d3e6'),
  ],
} satisfies Partial<MotifDrawings>;
