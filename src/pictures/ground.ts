import type { Picture, Shape } from '../picture.ts';
import { frame } from './frame.ts';
import { box, circle, ellipse, fill, line, polygon, scatter, star } from './outline.ts';
import { mix } from './palette.ts';
import { haze, underSky } from './sky.ts';

type Ground = Picture['ground'];

/** Where the ground begins, so that what stands can be put on it. */
export const horizons: Readonly<Record<Ground, number>> = {
  meadow: 205,
  hills: 190,
  forest: 200,
  mountains: 205,
  desert: 200,
  beach: 190,
  sea: 175,
  snow: 200,
  street: 215,
  floor: 215,
  rock: 205,
  clouds: 205,
};

/** The land or water in the light of a sky: what is far first, each layer on the one before. */
export function groundShapes({ ground, sky }: Pick<Picture, 'ground' | 'sky'>): readonly Shape[] {
  const lit = (color: string, distance = 0) => mix(underSky(sky, color), haze(sky), distance);
  return layers[ground](lit);
}

type Lit = (color: string, distance?: number) => string;

/** A rolling line from edge to edge and everything below it: heights at five places. */
function land(color: string, a: number, b: number, c: number, d: number, e: number): Shape {
  return fill(
    `M0 ${a} C40 ${a - 6} 60 ${b} 100 ${b} C140 ${b} 160 ${c} 200 ${c} C240 ${c} 260 ${d} 300 ${d} ` +
      `C340 ${d} 360 ${e} 400 ${e} V${frame.height} H0 Z`,
    color,
  );
}

const tufts = (color: string, from: number): readonly Shape[] =>
  Array.from({ length: 18 }, (_, index) => {
    const x = Math.round(((index * 0.618 + 0.08) % 1) * 400);
    const y = Math.round(from + ((index * 0.37) % 1) * (292 - from));
    return line(
      `M${x - 4} ${y - 6} L${x} ${y} L${x + 1} ${y - 8} M${x} ${y} L${x + 6} ${y - 5}`,
      color,
      1.6,
      0.7,
    );
  });

const firs = (color: string, base: number, height: number, step: number, shift: number): readonly Shape[] =>
  Array.from({ length: Math.ceil(420 / step) }, (_, index) => {
    const x = index * step + shift;
    const tall = height * (0.75 + 0.25 * Math.abs(Math.sin(index * 2.3)));
    return fill(polygon(x - step * 0.7, base, x, base - tall, x + step * 0.7, base), color);
  });

const layers: Readonly<Record<Ground, (lit: Lit) => readonly Shape[]>> = {
  meadow: (lit) => [
    land(lit('#7fb37a', 0.45), 190, 182, 194, 184, 192),
    land(lit('#83bd6b'), 208, 200, 206, 212, 202),
    land(lit('#6aa958'), 236, 246, 236, 232, 244),
    land(lit('#558f4a'), 272, 264, 276, 270, 262),
    ...tufts(lit('#457c3f'), 230),
    ...Array.from({ length: 12 }, (_, index) =>
      fill(
        circle(
          Math.round(((index * 0.73 + 0.12) % 1) * 400),
          Math.round(226 + ((index * 0.41) % 1) * 62),
          2.4,
        ),
        lit(['#fff3b8', '#f7c6d4', '#ffffff'][index % 3] ?? '#ffffff'),
      ),
    ),
  ],
  hills: (lit) => [
    land(lit('#7aa6a0', 0.5), 168, 140, 172, 150, 164),
    land(lit('#79ad7c', 0.25), 186, 170, 190, 166, 184),
    land(lit('#86bb64'), 200, 214, 190, 206, 196),
    land(lit('#6ba552'), 240, 222, 244, 230, 238),
    land(lit('#538a45'), 268, 276, 262, 278, 266),
    fill(
      'M196 191 C214 206 176 220 196 240 C222 262 190 280 204 300 H250 C240 280 258 262 228 240 C206 222 226 206 202 191 Z',
      lit('#e7d3a1'),
    ),
  ],
  forest: (lit) => [
    ...firs(lit('#5f8f86', 0.5), 206, 84, 19, 4),
    ...firs(lit('#3f7560', 0.2), 212, 66, 25, 12),
    land(lit('#5b8f4e'), 206, 212, 204, 210, 206),
    land(lit('#487a40'), 244, 236, 246, 238, 246),
    land(lit('#386636'), 276, 270, 280, 272, 280),
    ...tufts(lit('#2f5730'), 240),
  ],
  mountains: (lit) => [
    fill(
      polygon(0, 210, 48, 118, 92, 176, 160, 84, 226, 170, 282, 104, 340, 182, 400, 128, 400, 300, 0, 300),
      lit('#8a94b8', 0.4),
    ),
    fill(polygon(160, 84, 184, 116, 172, 112, 160, 124, 150, 110, 138, 115), lit('#ffffff')),
    fill(polygon(282, 104, 302, 132, 290, 128, 280, 136, 272, 126, 262, 129), lit('#ffffff')),
    fill(
      polygon(0, 186, 60, 158, 120, 200, 200, 160, 270, 204, 340, 164, 400, 196, 400, 300, 0, 300),
      lit('#667796', 0.15),
    ),
    land(lit('#79a56a'), 214, 206, 214, 206, 212),
    land(lit('#5e8d57'), 250, 258, 246, 256, 248),
    ...tufts(lit('#4a7548'), 240),
  ],
  desert: (lit) => [
    land(lit('#e3b876', 0.4), 196, 176, 194, 172, 188),
    land(lit('#eac07c'), 204, 216, 198, 212, 202),
    land(lit('#dba75f'), 244, 228, 248, 232, 246),
    land(lit('#c98f4b'), 272, 280, 266, 282, 270),
    line(
      'M20 222 C60 216 90 230 130 222 M240 226 C280 218 320 232 366 222 M60 258 C110 250 150 264 200 256',
      lit('#c98f4b'),
      2,
      0.6,
    ),
  ],
  beach: (lit) => [
    fill(box(0, 158, 400, 60), lit('#4fa3c7')),
    fill(box(0, 158, 400, 14), lit('#8fc8dc', 0.3)),
    line('M20 182 H70 M120 190 H190 M240 180 H300 M330 194 H388 M60 200 H110', lit('#ffffff'), 2.4, 0.6),
    land(lit('#ffffff'), 204, 212, 200, 208, 200),
    land(lit('#f2dca6'), 210, 218, 206, 214, 206),
    land(lit('#e3c487'), 258, 264, 250, 262, 254),
    ...[
      [48, 276],
      [150, 244],
      [252, 284],
      [350, 240],
    ].map(([x = 0, y = 0]) => fill(star(x, y, 5, 2.2), lit('#e08a6a'))),
  ],
  sea: (lit) => [
    fill(box(0, 172, 400, 128), lit('#3f8dbb', 0.2)),
    ...[188, 212, 240, 270].map((y, index) =>
      fill(swell(y, 16 + index * 3, index * 17), mix(lit('#4fa3cb'), lit('#1f5f94'), index / 3)),
    ),
    line(
      'M30 204 C40 199 50 199 60 204 M180 230 C192 224 204 224 216 230 M300 204 C310 199 320 199 330 204 M80 258 C94 251 108 251 122 258 M320 262 C334 255 348 255 362 262',
      lit('#ffffff'),
      2,
      0.6,
    ),
  ],
  snow: (lit) => [
    ...firs(lit('#7a9bb0', 0.45), 206, 52, 23, 6),
    land(lit('#e3edf6'), 204, 194, 206, 196, 204),
    land(lit('#f3f8fc'), 230, 242, 226, 240, 230),
    land(lit('#dbe7f2'), 270, 262, 274, 264, 272),
    ...scatter(44).map(([x, y], index) => fill(circle(x, y, 1.4 + (index % 3) * 0.5), '#ffffff', 0.85)),
  ],
  street: (lit) => [
    ...['#c98d74', '#d9b382', '#9db0bd', '#c7a0a8', '#b7b98f', '#d39a72'].flatMap((color, index) => {
      const [x, top] = [index * 68 - 4, 116 + ((index * 37) % 50)];
      return [
        fill(box(x, top, 70, 110), lit(color, 0.25)),
        fill(polygon(x - 3, top, x + 35, top - 28, x + 73, top), lit('#7d5b58', 0.2)),
        ...[12, 42].flatMap((shift) =>
          [14, 48].map((down) => fill(box(x + shift, top + down, 15, 20, 2), lit('#fff0c2'))),
        ),
      ];
    }),
    fill(box(0, 214, 400, 16), lit('#cfc8bd')),
    fill(box(0, 230, 400, 70), lit('#8d8a92')),
    line('M14 264 H66 M108 264 H160 M202 264 H254 M296 264 H348', lit('#f3ead2'), 4),
  ],
  floor: (lit) => [
    fill(box(0, 206, 400, 10), lit('#fffaf0')),
    fill(box(0, 214, 400, 86), lit('#b98a5e')),
    line('M0 230 H400 M0 252 H400 M0 278 H400', lit('#94693f'), 1.6),
    line(
      'M60 214 V230 M210 214 V230 M330 214 V230 M120 230 V252 M280 230 V252 M40 252 V278 M190 252 V278 M350 252 V278 M110 278 V300 M270 278 V300',
      lit('#94693f'),
      1.6,
    ),
    fill(ellipse(200, 268, 150, 24), lit('#b7524f')),
    fill(ellipse(200, 268, 130, 18), lit('#d98a6c')),
    fill(ellipse(200, 268, 104, 13), lit('#b7524f')),
  ],
  rock: (lit) => [
    fill(
      polygon(0, 190, 44, 176, 90, 200, 150, 182, 214, 204, 270, 180, 330, 200, 400, 176, 400, 300, 0, 300),
      lit('#8b8590', 0.3),
    ),
    land(lit('#7d7684'), 206, 214, 204, 212, 204),
    land(lit('#696272'), 246, 236, 250, 238, 248),
    land(lit('#57505f'), 276, 284, 272, 282, 274),
    ...[
      [70, 232, 16],
      [182, 262, 22],
      [300, 226, 14],
      [356, 268, 20],
    ].flatMap(([x = 0, y = 0, size = 0]) => [
      fill(ellipse(x, y, size, size * 0.36), lit('#4b4553')),
      fill(ellipse(x, y + 1.6, size * 0.86, size * 0.26), lit('#5f5868')),
    ]),
  ],
  clouds: (lit) => [
    ...puffs(lit('#dfe8f5', 0.3), 206, 30, 0),
    ...puffs(lit('#eef3fb'), 236, 36, 24),
    ...puffs(lit('#ffffff'), 272, 42, 8),
  ],
};

function swell(y: number, height: number, shift: number): string {
  const crests = Array.from({ length: 9 }, (_, index) => {
    const x = index * 56 - shift;
    return `C${x - 44} ${y - height * 0.5} ${x - 12} ${y - height * 0.5} ${x} ${y}`;
  });
  return `M${-56 - shift} ${y} ${crests.join(' ')} V${frame.height} H${-56 - shift} Z`;
}

function puffs(color: string, y: number, radius: number, shift: number): readonly Shape[] {
  return [
    ...Array.from({ length: 10 }, (_, index) =>
      fill(
        circle(index * 48 - shift, y + ((index * 13) % 11), radius * (0.8 + 0.2 * Math.sin(index * 1.7))),
        color,
      ),
    ),
    fill(box(0, y, frame.width, frame.height - y), color),
  ];
}
