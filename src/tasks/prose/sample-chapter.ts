import { countWords } from './words.ts';

/** Three scenes of about 230 words, written by hand; {a}, {b} and {place} are those of the story. */
const scenes = [
  `The rain had stopped an hour before {a} came to {place}, and everything still dripped: the eaves, the rope by the door, the brim of a hat that somebody had left on the wall. {a} waited until the drops could be counted, one to each breath, and only then knocked.

“You are late,” said {b}, without getting up. On the table stood two cups, and one of them had gone cold.

“I came the long way. The bridge is watched.”

“The bridge has been watched since spring. You never minded before.” {b} pushed the cold cup across the table. “What changed?”

{a} laid the letter between them. It had been folded so often that it came apart along the creases, and four pieces lay there like a small, pale map. Neither of them touched it. Outside, a cart went by with one loose wheel, and both listened to it until the sound was gone, as if it might have stopped.

“Read it,” said {a}.

“I know what it says. I wrote it.”

It was very quiet then. {a} thought of all the people who had carried those words without knowing, of pockets and saddlebags and the false heel of a boot, and of how the ink had held. At last {a} sat down, took the cold cup in both hands and drank it to the bottom, because there was nothing else to do, and because it was going to be a long night, and the way back led over the bridge.`,
  `Nobody had opened the lower room since the winter of the high water, and the key turned only when {a} leaned on it with both hands. The smell came first: wet paper, lamp oil, something sweet that had once been apples. {b} held the lantern low, so that the light ran over the floor and not into the corners.

“Left wall,” {b} said. “Third shelf. It was always the third shelf.”

The shelves had bowed under their load. {a} went along them with two fingers, as one goes along a fence in the dark, past ledgers that were swollen shut and jars whose labels had slid to the bottom. Where the third shelf ended, the wall went on. It went on for a hand's breadth too far.

“This was built later,” said {a}.

{b} came closer. In the mortar somebody had pressed a thumb, over and over, in a row, the way children do it along the edge of a pie. “That is no mason's work. It was done in a hurry, by somebody who wanted to know the place again.”

They took turns with the iron. It was slow, and neither spoke, and the dust lay on their sleeves like flour. When the first stone came loose, nothing glittered behind it. There was a tin box, the kind that biscuits are sold in, and in the box a child's drawing of {place}: the roofs, the water, the road, and on the road two figures, hand in hand. Under one of them stood the name {a}. The other name had been rubbed out so often that the paper was thin as skin, and the lantern shone through it.`,
  `By morning everybody in {place} knew, and nobody said so. The baker gave {a} the end of a loaf and would not take a coin. The two old men on the bench moved apart, so that there was room between them, and looked at the hills.

{a} sat down in the gap. “They will ask you where I went.”

“They have asked already,” said the one.

“We are old,” said the other. “We forget which way is which.”

At the gate {b} was waiting with the mule, and had packed as one packs for somebody else: too much bread, no second coat, and the good knife. For a while both pulled at straps that were tight already.

“You could stay,” said {b}. “What you found, you could put back. Walls can be built twice.”

“That is what they thought the first time.” {a} looked back once, at the roofs and at the smoke that stood straight up in the cold. It would have been easy to count the houses, and to think of somebody in each of them. “If I put it back, I am the one who knows and keeps quiet. I would rather be the one who is gone.”

{b} nodded, slowly, like somebody who adds up a long column and comes to the sum that was feared. Then {b} took the mule by the halter and walked in front, through the gate and past the last wall, and it was a good while before {a} understood that there were two packs on the mule, and that the second one had never been meant to stay behind.`,
].map((scene) => scene.split('\n\n'));

/**
 * A chapter of about so many words: an opening, and scenes with the story's own names. Chapters begin with
 * different scenes, and a long one comes round to the first again, with other people in it.
 *
 * @param names who takes part, the main one first
 */
export function sampleChapter(chapter: {
  readonly opening: string;
  readonly names: readonly string[];
  readonly place: string;
  /** Counted from 1. */
  readonly number: number;
  readonly words: number;
}): string {
  const { opening, place, number, words } = chapter;
  const names = [...chapter.names, ...['Mara', 'Tobin'].slice(chapter.names.length)];
  const written = [opening];
  let count = countWords(opening);
  for (let at = 0; count < words; at += 1) {
    const [a = '', b = ''] = [0, 1].map((person) => names[(at * 2 + person) % names.length]);
    for (const paragraph of scenes[(number - 1 + at) % scenes.length] ?? []) {
      if (count >= words) break;
      const text = paragraph
        .replaceAll('{a}', () => a)
        .replaceAll('{b}', () => b)
        .replaceAll('{place}', () => place);
      written.push(text);
      count += countWords(text);
    }
  }
  return written.join('\n\n');
}
