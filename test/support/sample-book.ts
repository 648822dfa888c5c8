import { readFileSync } from 'node:fs';
import type { Book } from '../../src/documents/book.ts';
import { bookPicture, type BookPicture } from '../../src/documents/book-picture.ts';

/** One of the sample pictures: a JPEG, 576 wide and 384 high. */
export const pictureFile = (name: string) =>
  readFileSync(new URL(`../../src/tasks/generate-book/sample-pictures/${name}.jpg`, import.meta.url));

/** A picture as the writers take it. */
export function asPicture(bytes: Uint8Array, description: string): BookPicture {
  const read = bookPicture(bytes, description);
  if (read === null) throw new Error('This is no PNG or JPEG.');
  return read;
}

const cover = asPicture(pictureFile('home'), 'A house & a "dog" under a rainbow.');
const inTheWoods = asPicture(pictureFile('forest'), 'Rabbits in a forest.');

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
    isForChildren: true,
    sample: false,
    ...changes,
  };
}
