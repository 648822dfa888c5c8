import { useEffect, useRef } from 'react';
import { isTerminal, type JobStatus } from '../../overtime/index.ts';
import { statusWords } from './format.ts';

/** What stands before the page's title at the moment. */
let prefix = '';

function setPrefix(next: string): void {
  const title = document.title.startsWith(prefix) ? document.title.slice(prefix.length) : document.title;
  prefix = next;
  document.title = next + title;
}

function setIcon(href: string): void {
  document.querySelector('link[rel=icon]')?.setAttribute('href', href);
}

const ringColours: Partial<Record<JobStatus, string>> = {
  completed: '#5aa469',
  failed: '#d9534f',
  cancelled: '#9a9a9a',
};

/** A ring that is filled as far as the work is done. */
function iconOf(status: JobStatus, percent: number): string {
  const ring = 'cx="16" cy="16" r="10" stroke-width="5"';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="none">
    <rect width="32" height="32" rx="8" fill="#1b1d22"/>
    <circle ${ring} stroke="#f6f5f1" stroke-opacity="0.3"/>
    <circle ${ring} stroke="${ringColours[status] ?? '#e8962e'}" pathLength="100"
      stroke-dasharray="${isTerminal(status) ? 100 : percent} 100" transform="rotate(-90 16 16)"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/**
 * Shows in the browser's tab how the work in view stands: `42 % · Rubrics`, and an icon that fills. How it ended stays
 * there until a hidden tab is shown. Null for no work.
 */
export function useTabState(
  work: { readonly status: JobStatus; readonly progress: number } | null | undefined,
): void {
  const status = work?.status;
  const percent = Math.round(work?.progress ?? 0);
  const wasAtWork = useRef(false);
  useEffect(() => {
    if (status === undefined) return;
    const hasEnded = isTerminal(status);
    if (hasEnded && !(wasAtWork.current && document.visibilityState === 'hidden')) return;
    wasAtWork.current = !hasEnded;
    setPrefix(`${status === 'processing' ? `${percent} %` : statusWords[status]} · `);
    setIcon(iconOf(status, percent));
    const clear = () => {
      document.removeEventListener('visibilitychange', clear);
      setPrefix('');
      setIcon('/favicon.svg');
    };
    if (hasEnded) document.addEventListener('visibilitychange', clear);
    return clear;
  }, [status, percent]);
}
