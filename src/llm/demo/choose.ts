import { mention } from './compose-picture.ts';
import { type Desk, type Place, typeOfHero } from './desk.ts';
import { levelPoints } from './level-points.ts';

/** One of the choices: the level that is reached, else what the material speaks of first, else by chance. */
export function choose(choices: readonly unknown[], desk: Desk, place: Place): unknown {
  const { world, parts } = desk;
  const levels = levelPoints(choices, parts);
  if (levels !== null) {
    const best = Math.max(...levels.map(({ points }) => points));
    const worth = desk.worth;
    const empty = Object.values(place.written).some((value) => Array.isArray(value) && value.length === 0);
    const reached = levels.filter(({ points }) => !empty && points <= best * (worth + 0.15));
    return (reached[0] ?? levels.at(-1))?.level;
  }
  const own = Object.values(place.written).filter((value) => typeof value === 'string');
  for (const said of [typeOfHero(desk), ...own, world.said].map((each) => each.toLowerCase())) {
    const mentioned = choices
      .filter((choice) => typeof choice === 'string')
      .map((choice) => ({ choice, at: mention(said, choice.toLowerCase()) }))
      .filter(({ at }) => at >= 0)
      .toSorted((a, b) => a.at - b.at)[0];
    if (mentioned !== undefined) return mentioned.choice;
  }
  // What nothing is said of gets a colour that shows by day and by night.
  const bright = choices.filter((choice) => !/^(?:black|gr[ae]y|white|brown)$/.test(String(choice)));
  return world.chance.pick(bright.length > 0 ? bright : choices);
}
