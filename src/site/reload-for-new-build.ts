const key = 'overtime.reloaded-from';

/**
 * Loads the page again when a part of its build cannot be loaded: after a deploy, the files of the last one are gone.
 * Once per build: a build that is still the same after it lacks the file, and the page shows that instead.
 *
 * @param build names the running build, such as the address of its first script.
 * @param browser played in tests.
 */
export function reloadForNewBuild(
  build: string,
  browser: Pick<Window, 'addEventListener' | 'sessionStorage'> & {
    readonly navigator: Pick<Navigator, 'onLine'>;
    readonly location: Pick<Location, 'reload'>;
  } = window,
): void {
  browser.addEventListener('vite:preloadError', (event) => {
    // Without a network there is nothing to load again.
    if (!browser.navigator.onLine) return;
    try {
      if (browser.sessionStorage.getItem(key) === build) return;
      browser.sessionStorage.setItem(key, build);
    } catch {
      // Without storage it cannot be known whether this is the second time.
      return;
    }
    event.preventDefault();
    browser.location.reload();
  });
}
