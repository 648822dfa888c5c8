// Run by guard.ts: waits until the pipe on stdin closes, then ends what is still guarded.
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';

const guarded = new Map();
for await (const line of createInterface({ input: process.stdin })) {
  const { id, released, ...what } = JSON.parse(line);
  if (released) guarded.delete(id);
  else guarded.set(id, what);
}

const send = (pid, signal) => {
  try {
    return pid !== undefined && process.kill(-pid, signal);
  } catch {
    return false; // It is gone already.
  }
};
const all = [...guarded.values()];
for (const { pid, signal } of all) send(pid, signal);
for (let waited = 0; waited < 50 && all.some(({ pid }) => send(pid, 0)); waited++) {
  await new Promise((resolve) => setTimeout(resolve, 100));
}
for (const { pid, folder } of all) {
  send(pid, 'SIGKILL');
  if (folder) rmSync(folder, { recursive: true, force: true });
}
