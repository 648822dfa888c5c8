import { useSyncExternalStore } from 'react';

function subscribe(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}

/** Says that there is no network. What is loaded stays on the page, and is read again once there is. */
export function OfflineNotice() {
  const isOnline = useSyncExternalStore(subscribe, () => navigator.onLine);
  return (
    <p role="status" className="bg-lamp-soft px-4 py-2 text-center text-sm empty:hidden print:hidden">
      {!isOnline && 'You are offline. Your jobs keep running; this page shows what it has loaded.'}
    </p>
  );
}
