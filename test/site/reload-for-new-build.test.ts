import { expect, test } from 'vitest';
import { reloadForNewBuild } from '../../src/site/reload-for-new-build.ts';

/** A tab: what it stores outlives its pages, and each of its pages may miss a file. */
function tab({ onLine = true, storage = true } = {}) {
  const stored = new Map<string, string>();
  let reloads = 0;
  return {
    reloads: () => reloads,
    /** A page of this build cannot load a part of itself. Returns whether the page is told of it. */
    misses(build: string): boolean {
      const page = new EventTarget();
      reloadForNewBuild(build, {
        addEventListener: page.addEventListener.bind(page),
        get sessionStorage() {
          if (!storage) throw new DOMException('Refused.', 'SecurityError');
          return {
            getItem: (key: string) => stored.get(key) ?? null,
            setItem: (key: string, value: string) => void stored.set(key, value),
          } as unknown as Storage;
        },
        navigator: { onLine },
        location: { reload: () => (reloads += 1) },
      });
      return page.dispatchEvent(new Event('vite:preloadError', { cancelable: true }));
    },
  };
}

test('a page whose build is gone is loaded again, once for each build', () => {
  const page = tab();
  expect(page.misses('/assets/index-a.js')).toBe(false);
  expect(page.reloads()).toBe(1);
  // The same build after the reload lacks the file: the page shows that, and there is no loop.
  expect(page.misses('/assets/index-a.js')).toBe(true);
  expect(page.reloads()).toBe(1);
  expect(page.misses('/assets/index-b.js')).toBe(false);
  expect(page.reloads()).toBe(2);
});

test('nothing is loaded again without a network, or where it could not be remembered', () => {
  for (const page of [tab({ onLine: false }), tab({ storage: false })]) {
    expect(page.misses('/assets/index-a.js')).toBe(true);
    expect(page.reloads()).toBe(0);
  }
});
