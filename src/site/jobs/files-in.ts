import { jobFile, type JobFile } from '../../overtime/index.ts';

/** The files that a task's result names, wherever in it; each once. */
export function filesIn(result: unknown): JobFile[] {
  const found = new Map<string, JobFile>();
  const look = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return;
    const file = jobFile.safeParse(value);
    if (file.success) found.set(file.data.path, file.data);
    else Object.values(value).forEach(look);
  };
  look(result);
  return [...found.values()];
}
