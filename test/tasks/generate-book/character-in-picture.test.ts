import { expect, test } from 'vitest';
import { picture, type Picture } from '../../../src/picture.ts';
import { withCharacter } from '../../../src/tasks/generate-book/character-in-picture.ts';

const dragon = { motif: 'dragon', color: 'purple' } as const;
const tree = { kind: 'tree', x: 10, y: 50, size: 30, color: 'green' } as const;
const clouds = (motifs: Picture['motifs']): Picture => ({ sky: 'day', ground: 'clouds', motifs });

test('the largest motif of its kind becomes the character, in its colour', () => {
  const small = { kind: 'dragon', x: 20, y: 20, size: 10, color: 'red' } as const;
  const large = { ...small, x: 60, size: 40 };
  expect(withCharacter(clouds([tree, small, large]), dragon).motifs).toEqual([
    tree,
    small,
    { ...large, color: 'purple' },
  ]);
});

test('a picture without the character gets it, in front', () => {
  const { motifs } = withCharacter(clouds([tree]), dragon);
  expect(motifs).toMatchObject([{ kind: 'dragon', color: 'purple' }, tree]);
});

test('it stands where there is room for it', () => {
  const at = (...xs: number[]) =>
    withCharacter(clouds(xs.map((x) => ({ ...tree, x, y: 70 }))), dragon).motifs[0]?.x;
  expect([at(), at(20, 80), at(50, 80), at(20, 45)]).toEqual([50, 50, 26, 74]);
});

test('a full picture gives up its least important motif for the character', () => {
  const full = withCharacter(clouds(Array.from({ length: 12 }, () => tree)), dragon);
  expect(full.motifs.map(({ kind }) => kind).filter((kind) => kind === 'tree')).toHaveLength(11);
  expect(picture.parse(full)).toEqual(full);
});
