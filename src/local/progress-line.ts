import type { JobSnapshot } from '../overtime/index.ts';

export interface ProgressLine {
  show(job: JobSnapshot): void;
  /** Leaves the line as it is and goes to the next. */
  end(): void;
}

/**
 * Shows a job's progress: one line that is written over on a terminal, and elsewhere a line of its own whenever
 * something changed.
 */
export function progressLine(stream: NodeJS.WriteStream): ProgressLine {
  let last = '';
  return {
    show(job) {
      const done = Math.round(job.progress / 5);
      const bar = '█'.repeat(done) + '░'.repeat(20 - done);
      const stage = job.stages.find(({ name }) => name === job.stage)?.title;
      const what = [stage, job.message].filter(Boolean).join(': ') || job.status;
      const line = `${bar} ${String(Math.round(job.progress)).padStart(3)} %  ${what}`;
      if (line === last) return;
      last = line;
      if (stream.isTTY) stream.write(`\r\x1b[2K${line.slice(0, stream.columns - 1)}`);
      else stream.write(`${line}\n`);
    },
    end() {
      if (stream.isTTY && last) stream.write('\n');
    },
  };
}
