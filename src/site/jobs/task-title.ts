/** A task's name as a person reads it: `extract-rubric` is `Extract rubric`. */
export function taskTitle(task: string): string {
  const words = task.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
