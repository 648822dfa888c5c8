import { animals } from './animals.ts';
import { buildings } from './buildings.ts';
import type { MotifDrawings } from './drawing.ts';
import { heavens } from './heavens.ts';
import { people } from './people.ts';
import { plants } from './plants.ts';
import { things } from './things.ts';

/** How each motif is drawn. */
export const drawings: MotifDrawings = {
  ...plants,
  ...buildings,
  ...heavens,
  ...animals,
  ...people,
  ...things,
};
