import { useEffect, useState } from 'react';
import { isTerminal, type JobSnapshot } from '../../overtime/index.ts';
import { statusWords } from './format.ts';

export interface JobNotification {
  /** `blocked`: this browser or its user refuses; `absent`: it has no notifications. */
  readonly state: 'off' | 'on' | 'blocked' | 'absent';
  /** Asks the browser for permission, and notifies at the end of the job in view. */
  ask(): Promise<void>;
}

/** Notifies once when the job in view has ended, if its user asked for it: `Extract rubric: Done`. */
export function useNotification(snapshot: JobSnapshot | null, name: string): JobNotification {
  const [wantedJob, setWantedJob] = useState<string | null>(null);
  const [isBlocked, setIsBlocked] = useState(false);
  const jobId = snapshot?.jobId ?? null;
  const status = snapshot?.status ?? 'pending';
  const isWanted = jobId !== null && jobId === wantedJob;

  useEffect(() => {
    if (!isWanted || !isTerminal(status)) return;
    try {
      const notification = new Notification(`${name}: ${statusWords[status]}`, {
        tag: jobId,
        icon: '/favicon.svg',
      });
      notification.onclick = () => {
        window.focus();
        notification.close();
      };
    } catch {
      // Chrome on Android has the class, and notifies from service workers only.
    }
  }, [isWanted, status, jobId, name]);

  return {
    state: typeof Notification === 'undefined' ? 'absent' : isBlocked ? 'blocked' : isWanted ? 'on' : 'off',
    async ask() {
      const permission = await Notification.requestPermission();
      setIsBlocked(permission === 'denied');
      if (permission === 'granted') setWantedJob(jobId);
    },
  };
}
