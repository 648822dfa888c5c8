/**
 * Runs `stop` before this process ends by Ctrl-C, SIGTERM or a closed terminal. A second Ctrl-C does not
 * wait for it: the guard of what runs (guard.ts) then ends it.
 */
export function stopOnSignals(stop: () => Promise<void>): void {
  let stopping = false;
  for (const [signal, number] of Object.entries({ SIGINT: 2, SIGTERM: 15, SIGHUP: 1 })) {
    process.on(signal, () => {
      if (stopping) process.exit(128 + number);
      stopping = true;
      void stop().finally(() => process.exit(128 + number));
    });
  }
}
