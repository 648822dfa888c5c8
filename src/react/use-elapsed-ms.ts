import { useEffect, useState } from 'react';
import { isTerminal, type JobSnapshot } from '../job.ts';

/**
 * Milliseconds since the job was accepted, growing every second until it ends. Counted on from what
 * the server measured, since the clock of this machine may be off by minutes.
 */
export function useElapsedMs(snapshot: JobSnapshot | null): number | null {
  const [received, setReceived] = useState({ snapshot, at: Date.now() });
  const [now, setNow] = useState(received.at);
  if (received.snapshot !== snapshot) {
    const at = Date.now();
    setReceived({ snapshot, at });
    setNow(at);
  }
  const running = snapshot !== null && !isTerminal(snapshot.status);

  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [running]);

  if (snapshot === null) return null;
  const { queueTimeMs, durationMs } = snapshot.performance;
  return queueTimeMs + durationMs + (running ? Math.max(0, now - received.at) : 0);
}

/** `7 s`, `2 min 05 s`, `1 h 02 min`. */
export function formatDuration(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${pad(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} min`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
