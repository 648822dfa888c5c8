import { readText } from './change.ts';

/** Whether the app's `.gitignore` keeps a file of its folder out of the repository: the last line that fits decides. */
export function gitIgnores(folder: string, name: string): boolean {
  const lines = (readText(folder, '.gitignore') ?? '').split('\n').map((line) => line.trim());
  const last = lines.findLast((line) => fits(line.replace(/^!/, ''), name));
  return last !== undefined && !last.startsWith('!');
}

/** Whether a line's pattern is one for this name; folders are not looked into. */
function fits(pattern: string, name: string): boolean {
  const literal = pattern.replace(/^(?:\*\*)?\//, '').replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(name);
}
