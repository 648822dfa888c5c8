import { expect, test } from 'vitest';
import { writtenFraction } from '../../../src/overtime/models/written-fraction.ts';

test('the fraction grows with every character and never arrives', () => {
  const fractions = [0, 450, 899, 900, 901, 1_000, 5_000].map((characters) =>
    writtenFraction(characters, 1_000),
  );
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  expect(fractions[1]).toBe(0.45);
  expect(fractions.at(-1)).toBeLessThan(1);
});
