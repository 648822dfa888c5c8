/** A task's name and what it is called in code: `write-haiku` and `writeHaiku`. */
export interface TaskName {
  readonly name: string;
  readonly binding: string;
}

/** At least two words: then none can be a word of the language, and a task is named by what it does. */
const pattern = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$/;

/** With `-background` behind it, a name must fit into the 64 characters of a function's name at Netlify. */
const longestName = 50;

/** What a task's own functions end in, and where the template stands. */
const reserved = /-(?:trigger|background|status)$|^task-template$/;

/** Reads a name as it was typed. Throws with what is wrong with it and how it should be. */
export function taskName(typed: string | undefined): TaskName {
  const example = 'Say what it does, as in: npm run new:task write-haiku';
  if (!typed) throw new Error(`The new task needs a name. ${example}`);
  if (!pattern.test(typed)) {
    throw new Error(
      `"${typed}" is no name for a task: two words or more, in lower case, with a hyphen between them. ${example}`,
    );
  }
  if (typed.length > longestName) {
    throw new Error(`"${typed}" has ${typed.length} characters, and a task's name at most ${longestName}.`);
  }
  if (reserved.test(typed)) {
    throw new Error(
      `"${typed}" is reserved: functions are named <task>-trigger, -background and -status, and task-template is the ` +
        'template. Choose another name.',
    );
  }
  return { name: typed, binding: typed.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()) };
}
