import { useEffect, useState } from 'react';
import { isTerminal, type JobSnapshot } from '../job.ts';

/**
 * Milliseconds since the job was accepted, updated every second until it ends. Based on the server's measurement, since
 * this machine's clock may be wrong by minutes.
 */
export function useElapsedMs(snapshot: JobSnapshot | null): number | null {
  const [since, setSince] = useState<{ snapshot: JobSnapshot | null; ms: number }>({ snapshot: null, ms: 0 });
  const running = snapshot !== null && !isTerminal(snapshot.status);

  useEffect(() => {
    if (!running) return;
    const receivedAt = Date.now();
    const timer = setInterval(() => setSince({ snapshot, ms: Date.now() - receivedAt }), 1000);
    return () => clearInterval(timer);
  }, [snapshot, running]);

  if (snapshot === null) return null;
  const { queueTimeMs, durationMs } = snapshot.performance;
  return queueTimeMs + durationMs + (running && since.snapshot === snapshot ? since.ms : 0);
}

/** Milliseconds until a job that waits for its time goes on, by the server's clock; null when that is not known or over. */
export function msToNextAttempt(snapshot: JobSnapshot | null, elapsedMs: number | null): number | null {
  if (snapshot?.status !== 'pending' || !snapshot.nextAttemptAt || elapsedMs === null) return null;
  const leftMs = Date.parse(snapshot.nextAttemptAt) - Date.parse(snapshot.createdAt) - elapsedMs;
  return leftMs > 0 ? leftMs : null;
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
