import fc from 'fast-check';
import { expect, test } from 'vitest';
import { storable, unstorable } from '../../src/overtime/storable.ts';

/** Pieces of text, with what cannot be stored among them. */
const unit = fc.constantFrom('a', '\0', '\ud83d', '\ude00', '\\', 'u0000', 'ud83d');

test('a value that can be stored stays the very same', () => {
  const value = { text: 'a\u0001b 😀', of: [1, null, { deep: 'é' }], escaped: '\\u0000' };
  expect(storable(value)).toEqual(value);
  expect(storable(null)).toBeNull();
  expect(storable(undefined)).toBeUndefined();
});

test('NUL and halves of surrogate pairs go, from keys as from values', () => {
  expect(storable({ 'k\0': ['a\0b', { '\ud83dx': 'cut \ud83d' }] })).toEqual({
    k: ['ab', { '\ufffdx': 'cut \ufffd' }],
  });
});

test('whatever a value holds, nothing is left in it that cannot be stored', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: unit }), (value) => {
      const texts: string[] = [];
      JSON.stringify(storable(value), (key, entry: unknown) => {
        texts.push(key, ...(typeof entry === 'string' ? [entry] : []));
        return entry;
      });
      expect(texts.filter((text) => unstorable(text) !== null)).toEqual([]);
    }),
  );
});
