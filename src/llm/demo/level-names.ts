const best =
  'excellent|outstanding|exemplary|exceptional|distinguished|advanced|mastery|mastered|superior|exceeds?(?: \\w+)?';
const middle =
  'proficient|accomplished|strong|very good|good|meets?(?: \\w+)?|satisfactory|competent|adequate|acceptable|' +
  'sufficient|developing|fair|average|basic|apprentice|approaching(?: \\w+)?|partial(?:ly \\w+)?';
const weakest =
  'emerging|beginning|beginner|novice|limited|weak|poor|needs (?:improvement|work)|below(?: \\w+)?|inadequate|' +
  'insufficient|unsatisfactory|unacceptable|missing|incomplete|none|no evidence|fail(?:ing|ed|s)?';

const level = new RegExp(`^(?:${best}|${middle}|${weakest}|level \\d|[A-F][+-]?)$`, 'i');
const low = new RegExp(`^(?:${weakest}|level 1|F)$`, 'i');

/** Whether a name is one that rubrics give to levels of quality. */
export function isLevelName(name: string): boolean {
  return level.test(name.trim());
}

/** Whether it is among those for the weakest level. */
export function isLowLevelName(name: string): boolean {
  return low.test(name.trim());
}
