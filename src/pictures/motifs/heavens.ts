import { around, box, circle, ellipse, fill, line, polygon, star } from '../outline.ts';
import { mix, tonesOf } from '../palette.ts';
import type { MotifDrawings } from './drawing.ts';

const arch = (radius: number) => `M${50 - radius} 94 A${radius} ${radius} 0 0 1 ${50 + radius} 94`;

export const heavens = {
  sun: ({ main, light }) => [
    fill(circle(50, 50, 50), light, 0.18),
    fill(circle(50, 50, 40), light, 0.25),
    ...around(12, 50, 50, 47).map(([x, y], index) => {
      const [[ax, ay] = [50, 50], [bx, by] = [50, 50]] = [
        around(12, 50, 50, 33, -0.22)[index],
        around(12, 50, 50, 33, 0.22)[index],
      ];
      return fill(polygon(ax, ay, x, y, bx, by), main);
    }),
    fill(circle(50, 50, 29), main),
    fill(circle(46, 46, 21), light, 0.55),
  ],
  moon: ({ main, dark, light }) => [
    fill(circle(46, 50, 50), light, 0.12),
    fill('M62 8 A43 43 0 1 0 62 92 A52 52 0 0 1 62 8 Z', mix(light, main, 0.5)),
    fill(circle(24, 48, 5), dark, 0.18),
    fill(circle(32, 70, 4), dark, 0.18),
    fill(circle(34, 28, 3), dark, 0.18),
  ],
  star: ({ main, light }) => [
    fill(circle(50, 52, 48), light, 0.16),
    fill(star(50, 52, 46, 20), main),
    fill(star(50, 52, 28, 12), light, 0.6),
  ],
  planet: ({ main, dark, light }) => [
    line('M6 66 A47 13 -18 1 1 94 34', light, 5, 0.9),
    fill(circle(50, 50, 30), main),
    fill(
      'M22 40 C36 46 62 44 78 38 C80 44 80.500 50 79.500 55 C60 62 36 60 20.500 56 C19.500 50 20 45 22 40 Z',
      light,
      0.35,
    ),
    fill('M68 26 A30 30 0 0 1 35 76 C56 76 74 56 68 26 Z', dark, 0.55),
    line('M6 66 A47 13 -18 0 0 94 34', light, 5),
  ],
  cloud: ({ main, dark }) => [
    fill(circle(28, 62, 19), main),
    fill(circle(52, 48, 27), main),
    fill(circle(75, 62, 18), main),
    fill(box(12, 62, 80, 22, 11), main),
    fill(
      'M12 73 A11 11 0 0 0 23 84 H81 A11 11 0 0 0 92 73 C80 79 66 75 56 77 C42 80 26 77 12 73 Z',
      dark,
      0.22,
    ),
    fill(circle(46, 40, 13), '#ffffff', 0.5),
  ],
  rainbow: () =>
    (['red', 'orange', 'yellow', 'green', 'blue', 'purple'] as const).map((color, index) =>
      line(arch(46 - index * 5.4), tonesOf(color).main, 5.6, 0.85),
    ),
  wave: ({ main, dark, light }) => [
    fill('M0 100 C2 62 24 30 58 32 C80 34 92 50 86 66 C82 54 70 52 63 60 C56 72 70 84 100 86 V100 Z', main),
    fill('M0 100 C6 74 22 50 46 46 C34 60 38 84 70 100 Z', dark, 0.45),
    line('M14 92 C18 74 28 60 42 54 M30 94 C32 82 38 72 46 66', light, 2.4, 0.7),
    fill(circle(60, 34, 6), '#ffffff'),
    fill(circle(71, 37, 7), '#ffffff'),
    fill(circle(81, 44, 6.5), '#ffffff'),
    fill(circle(87, 54, 5.5), '#ffffff'),
    fill(circle(50, 33, 4.5), '#ffffff'),
    fill(circle(86, 64, 3.6), '#ffffff'),
    fill(ellipse(92, 42, 2.4, 2.4), '#ffffff', 0.8),
  ],
} satisfies Partial<MotifDrawings>;
