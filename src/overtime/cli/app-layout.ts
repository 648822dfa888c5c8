import type { App } from './app.ts';
import { packageInfo } from './package-files.ts';
import type { Layout } from './render.ts';

/**
 * Where an app keeps its tasks. Functions end in `.mts` or `.mjs`, which is ESM in every app, and import with `.js`, which every
 * `moduleResolution` and every bundler finds.
 */
export function appLayout({ tasks, functions, isTypeScript }: App): Layout {
  return {
    tasks,
    functions,
    inJavaScript: !isTypeScript,
    functionEnd: isTypeScript ? '.mts' : '.mjs',
    importEnd: '.js',
    entry: (entry) => `${packageInfo.name}/${entry === 'index' ? 'contract' : entry}`,
  };
}
