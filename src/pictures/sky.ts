import type { Picture, Shape } from '../picture.ts';
import { frame } from './frame.ts';
import { box, circle, ellipse, fill, line, polygon, scatter } from './outline.ts';
import { glow, mix } from './palette.ts';

type Sky = Picture['sky'];

interface Light {
  /** The sky's colour at the top and at the bottom. */
  readonly top: string;
  readonly bottom: string;
  /** What its light makes of the ground: a colour, and how much of it. */
  readonly tint: readonly [color: string, share: number];
}

const lights: Readonly<Record<Sky, Light>> = {
  dawn: { top: '#8fb4dd', bottom: '#fbd9c4', tint: ['#f3b9a8', 0.16] },
  day: { top: '#6db3e8', bottom: '#dcf1fa', tint: ['#ffffff', 0] },
  sunset: { top: '#6c5b9c', bottom: '#ffb46b', tint: ['#8a4a55', 0.28] },
  dusk: { top: '#353a70', bottom: '#c98aa6', tint: ['#3b3968', 0.42] },
  night: { top: '#141b42', bottom: '#42568f', tint: ['#1b2452', 0.55] },
  storm: { top: '#404b5e', bottom: '#97a5b3', tint: ['#48525f', 0.38] },
  space: { top: '#0d0e29', bottom: '#3a2f6b', tint: ['#2a2458', 0.5] },
  underwater: { top: '#6fd0d8', bottom: '#125a8c', tint: ['#1d6a94', 0.45] },
  cave: { top: '#241f30', bottom: '#5d4a55', tint: ['#2f2838', 0.5] },
  indoors: { top: '#f3dfc1', bottom: '#e9cba3', tint: ['#ffffff', 0] },
};

const bandCount = 40;

/** The ground's colour in the light of the sky. */
export function underSky(sky: Sky, color: string): string {
  const [tint, share] = lights[sky].tint;
  return mix(color, tint, share);
}

/** The sky's colour at its top. */
export function zenith(sky: Sky): string {
  return lights[sky].top;
}

/** The colour of the air far away. */
export function haze(sky: Sky): string {
  return lights[sky].bottom;
}

/** The sky: bands from its top colour to its bottom one, and what stands in it. */
export function skyShapes(sky: Sky): readonly Shape[] {
  const { top, bottom } = lights[sky];
  const height = frame.height / bandCount;
  // Each band reaches down to the edge and the next lies on it, so that no seam shows between two.
  const bands = Array.from({ length: bandCount }, (_, index) =>
    fill(
      box(0, index * height, frame.width, frame.height - index * height),
      mix(top, bottom, index / (bandCount - 1)),
    ),
  );
  return [...bands, ...details[sky]()];
}

const details: Readonly<Record<Sky, () => readonly Shape[]>> = {
  dawn: () => [...streaks('#ffffff', 0.28), ...glowAt(200, 215, '#ffe3b0')],
  day: () => streaks('#ffffff', 0.35),
  sunset: () => [...glowAt(200, 210, '#ffd27a'), ...streaks('#ff8f6b', 0.4)],
  dusk: () => [...stars(14), ...streaks('#e2a3b8', 0.25)],
  night: () => stars(44),
  storm: () => [
    ...[
      [40, 30, 90],
      [150, 18, 100],
      [270, 34, 110],
      [370, 20, 80],
    ].map(([x = 0, y = 0, width = 0]) => fill(ellipse(x, y, width, 30), '#353e4e', 0.7)),
    fill(polygon(292, 56, 268, 118, 286, 114, 270, 168, 312, 98, 293, 102, 312, 56), '#fff0a8'),
    ...scatter(46).map(([x, y]) => line(`M${x} ${y} L${x - 5} ${y + 15}`, '#dfe8f2', 1.2, 0.4)),
  ],
  space: () => [
    fill(ellipse(120, 90, 150, 46), '#7a4fa0', 0.22),
    fill(ellipse(290, 180, 140, 50), '#3f6cb5', 0.2),
    ...stars(80),
  ],
  underwater: () => [
    ...[20, 110, 190, 290].map((x) =>
      fill(polygon(x, 0, x + 34, 0, x + 4, frame.height, x - 66, frame.height), '#ffffff', 0.09),
    ),
    ...scatter(22).map(([x, y], index) => line(circle(x, y, 2 + (index % 4)), '#e8fbff', 1, 0.55)),
  ],
  cave: () => [
    fill(ellipse(200, 190, 150, 100), '#b58a5c', 0.22),
    fill(ellipse(200, 200, 90, 64), glow, 0.14),
    fill(
      polygon(
        0,
        0,
        400,
        0,
        400,
        26,
        372,
        66,
        356,
        24,
        330,
        92,
        304,
        22,
        270,
        48,
        246,
        16,
        200,
        34,
        170,
        14,
        146,
        70,
        118,
        20,
        84,
        108,
        52,
        24,
        26,
        62,
        0,
        30,
      ),
      '#1a1624',
    ),
  ],
  indoors: () => [
    ...Array.from({ length: 10 }, (_, index) => fill(box(index * 40, 0, 16, frame.height), '#ffffff', 0.16)),
    fill(box(140, 34, 120, 104, 4), '#fffaf0'),
    fill(box(147, 41, 106, 90), '#9fd0ee'),
    fill('M147 131 V112 C180 96 214 104 253 116 V131 Z', '#7fb069'),
    line('M200 41 V131 M147 86 H253', '#fffaf0', 5),
    fill('M126 26 C132 80 128 120 114 150 H142 C152 110 150 66 146 26 Z', '#c4665a'),
    fill('M274 26 C268 80 272 120 286 150 H258 C248 110 250 66 254 26 Z', '#c4665a'),
    line('M112 27 H288', '#7d5a44', 5),
  ],
};

function glowAt(x: number, y: number, color: string): readonly Shape[] {
  return [150, 115, 85, 60].map((radius) => fill(ellipse(x, y, radius, radius * 0.7), color, 0.16));
}

function streaks(color: string, opacity: number): readonly Shape[] {
  return [
    [70, 64, 62],
    [118, 74, 40],
    [322, 44, 56],
    [280, 54, 34],
    [226, 104, 46],
  ].map(([x = 0, y = 0, width = 0]) => fill(ellipse(x, y, width, 4.5), color, opacity));
}

function stars(count: number): readonly Shape[] {
  return scatter(count).map(([x, y], index) =>
    fill(
      circle(x, y, index % 9 === 0 ? 1.9 : 0.7 + (index % 3) * 0.3),
      '#fffbe6',
      index % 9 === 0 ? 1 : 0.75,
    ),
  );
}
