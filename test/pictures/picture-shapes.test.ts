import { createCanvas, loadImage } from '@napi-rs/canvas';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  grounds,
  motifKinds,
  picture,
  pictureColors,
  skies,
  type MotifKind,
  type Picture,
} from '../../src/picture.ts';
import { describePicture } from '../../src/pictures/describe-picture.ts';
import { pictureShapes } from '../../src/pictures/picture-shapes.ts';
import { pictureSvg } from '../../src/pictures/picture-svg.ts';

const motif = (kind: MotifKind, y = 50, color: Picture['motifs'][number]['color'] = 'red') => ({
  kind,
  x: 50,
  y,
  size: 40,
  color,
});
const meadow = (...motifs: Picture['motifs']): Picture => ({ sky: 'day', ground: 'meadow', motifs });

async function pixels(drawn: Picture) {
  const canvas = createCanvas(400, 300);
  const context = canvas.getContext('2d');
  const svg = pictureSvg(drawn).replace('<svg ', '<svg width="400" height="300" ');
  context.drawImage(await loadImage(Buffer.from(svg)), 0, 0, 400, 300);
  return context.getImageData(0, 0, 400, 300).data;
}

/** How many pixels two pictures do not share. */
async function difference(a: Picture, b: Picture): Promise<number> {
  const [one, other] = await Promise.all([pixels(a), pixels(b)]);
  let count = 0;
  for (let index = 0; index < one.length; index += 4) {
    if (one[index] !== other[index] || one[index + 1] !== other[index + 1]) count += 1;
  }
  return count;
}

test('any picture that fits the schema is drawn, with numbers for every place', () => {
  const motifs = fc.array(
    fc.record({
      kind: fc.constantFrom(...motifKinds),
      x: fc.double({ min: 0, max: 100, noNaN: true }),
      y: fc.double({ min: 0, max: 100, noNaN: true }),
      size: fc.double({ min: 5, max: 60, noNaN: true }),
      color: fc.constantFrom(...pictureColors),
    }),
    { minLength: 1, maxLength: 12 },
  );
  const pictures = fc.record({ sky: fc.constantFrom(...skies), ground: fc.constantFrom(...grounds), motifs });
  fc.assert(
    fc.property(pictures, (any) => {
      const svg = pictureSvg(picture.parse(any));
      expect(svg).toMatch(/^<svg [^>]+><title>[^<]+<\/title>.*<\/svg>$/);
      expect(svg).not.toMatch(/NaN|undefined|Infinity|e-\d/);
    }),
  );
});

test.for(motifKinds)('a %s can be seen, and in another colour looks another way', async (kind) => {
  const empty = meadow({ ...motif('star', 0), size: 5 });
  expect(await difference(empty, meadow(motif(kind)))).toBeGreaterThan(1000);
  const colours = await difference(meadow(motif(kind)), meadow(motif(kind, 50, 'blue')));
  // A rainbow has all of them.
  if (kind === 'rainbow') expect(colours).toBe(0);
  else expect(colours).toBeGreaterThan(200);
});

test('each sky and each ground looks different from the others', async () => {
  const all = [
    ...skies.map((sky): Picture => ({ sky, ground: 'meadow', motifs: [motif('cat')] })),
    ...grounds.map((ground): Picture => ({ sky: 'day', ground, motifs: [motif('cat')] })),
  ];
  const seen = await Promise.all(all.map(async (one) => Buffer.from(await pixels(one)).toString('base64')));
  // Day over a meadow is in both.
  expect(new Set(seen).size).toBe(all.length - 1);
});

test('what stands is put on the ground, and what flies is not', () => {
  const footOf = (kind: MotifKind, y: number) => {
    const layer = pictureShapes(meadow(motif(kind, y))).find(({ scale }) => scale !== 1);
    return (layer?.y ?? 0) + 100 * (layer?.scale ?? 0);
  };
  expect(footOf('house', 10)).toBeGreaterThan(205);
  expect(footOf('house', 100)).toBeLessThanOrEqual(300);
  expect(footOf('balloon', 10)).toBeLessThan(100);
  expect(footOf('dragon', 20)).toBeLessThan(205);
  expect(footOf('dragon', 60)).toBeGreaterThan(205);
});

test('what stands lower in the picture is drawn in front', () => {
  const order = (first: number, second: number) => {
    const near = [
      { ...motif('cat', first), size: 20 },
      { ...motif('dog', second), size: 30 },
    ];
    return pictureShapes(meadow(...near))
      .map(({ scale }) => scale)
      .filter((scale) => scale !== 1);
  };
  expect(order(95, 75)).toEqual([0.9, 0.6]);
  expect(order(70, 85)).toEqual([0.6, 0.9]);
});

test('a picture is told in words', () => {
  const told = describePicture({
    sky: 'night',
    ground: 'hills',
    motifs: [motif('dragon', 50, 'green'), motif('fish'), motif('fish'), motif('owl', 50, 'orange')],
  });
  expect(told).toBe(
    'A green dragon, two red fish, and an orange owl among green hills, at night under the stars.',
  );
});
