/** Throws with what is wrong with a task's name and how it should be. `command` is how to call it rightly. */
export function checkTaskName(name: string, command: string): void {
  const example = `Say what it does, as in: ${command} write-haiku`;
  if (name === '') throw new Error(`The new task needs a name. ${example}`);
  // Two words at least: then none can be a word of the language.
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$/.test(name)) {
    throw new Error(
      `"${name}" is not a valid task name. Use two words or more, in lower case, with hyphens between them. ${example}`,
    );
  }
  // With `-background` behind it, it must fit into the 64 characters of a function's name at Netlify.
  if (name.length > 50) throw new Error(`"${name}" has ${name.length} characters: at most 50 are allowed.`);
  if (/-(?:trigger|background|status)$|^task-template$/.test(name)) {
    throw new Error(
      `"${name}" is reserved for functions (<task>-trigger, -background, -status) and the template: choose another.`,
    );
  }
}

/** What a task is called in code: `write-haiku` is `writeHaiku`. */
export function bindingOf(name: string): string {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** What its component is called: `write-haiku` is `WriteHaiku`. */
export function componentOf(name: string): string {
  const binding = bindingOf(name);
  return binding.charAt(0).toUpperCase() + binding.slice(1);
}
