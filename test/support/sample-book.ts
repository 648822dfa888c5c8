import type { Book } from '../../src/documents/book.ts';
import type { Picture } from '../../src/picture.ts';

const cover: Picture = {
  sky: 'night',
  ground: 'hills',
  motifs: [
    { kind: 'dragon', x: 66, y: 66, size: 48, color: 'green' },
    { kind: 'child', x: 30, y: 80, size: 36, color: 'yellow' },
    { kind: 'moon', x: 80, y: 20, size: 22, color: 'yellow' },
    { kind: 'castle', x: 12, y: 55, size: 34, color: 'purple' },
    { kind: 'lantern', x: 46, y: 84, size: 16, color: 'black' },
  ],
};

const inTheWoods: Picture = {
  sky: 'day',
  ground: 'forest',
  motifs: [
    { kind: 'tree', x: 12, y: 60, size: 52, color: 'green' },
    { kind: 'child', x: 42, y: 78, size: 34, color: 'red' },
    { kind: 'rabbit', x: 64, y: 86, size: 20, color: 'white' },
    { kind: 'mushroom', x: 84, y: 88, size: 18, color: 'red' },
    { kind: 'sun', x: 80, y: 18, size: 24, color: 'yellow' },
  ],
};

const paragraphs = [
  'Luna had lived all her life at the edge of the Enchanted Forest, and in all that time she had never once been farther in than the crooked oak. Beyond it, everybody said, the paths moved about at night like cats, and nobody could say in the morning where they had been.',
  '“That is *exactly* why we have to go,” said the rabbit, who wore a waistcoat with seven pockets and kept an extraordinary number of keys in each. “A path that moves is a path that wants to be followed.”',
  'So she took her lantern, two apples and the map that was blank on both sides, and went. The trees closed softly behind them; somewhere far ahead, something very large was breathing, and each of its breaths smelled faintly of cinnamon & smoke.',
];

/** An illustrated book of chapters that fill more than a page each. */
export function sampleBook(changes: Partial<Book> = {}): Book {
  return {
    title: 'Luna and the Wandering Path',
    author: 'Zoë Müller-Đặng',
    language: 'en',
    cover,
    chapters: [
      { title: 'The Crooked Oak', picture: inTheWoods, paragraphs },
      { title: 'A Breath of Cinnamon', picture: cover, paragraphs: [...paragraphs, ...paragraphs] },
      { title: 'Without a Picture', paragraphs: [...paragraphs, ...paragraphs, ...paragraphs] },
    ],
    demo: false,
    ...changes,
  };
}
