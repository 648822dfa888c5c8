// Run by guard.ts: waits until the pipe on stdin closes, then ends what is still guarded.
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';

const guarded = new Map();
for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line);
  if (message.guard) guarded.set(message.guard.pid, message.guard);
  else guarded.delete(message.release);
}

const isAlive = (pid) => {
  try {
    process.kill(-pid, 0);
    return true;
  } catch {
    return false;
  }
};
const end = (pid, signal) => {
  try {
    process.kill(-pid, signal);
  } catch {
    // It is gone already.
  }
};
for (const { pid, signal } of guarded.values()) end(pid, signal);
for (let waited = 0; waited < 50 && [...guarded.keys()].some(isAlive); waited++) {
  await new Promise((resolve) => setTimeout(resolve, 100));
}
for (const { pid, removeFolder } of guarded.values()) {
  end(pid, 'SIGKILL');
  if (removeFolder) rmSync(removeFolder, { recursive: true, force: true });
}
