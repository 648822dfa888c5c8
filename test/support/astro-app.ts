/** The files of Astro's template `minimal`, which its own command downloads from GitHub. */
export const astroApp = {
  'package.json': JSON.stringify({
    name: 'astro-app',
    type: 'module',
    version: '0.0.1',
    scripts: { dev: 'astro dev', build: 'astro build', preview: 'astro preview', astro: 'astro' },
    dependencies: { astro: 'latest' },
  }),
  'astro.config.mjs':
    "// @ts-check\nimport { defineConfig } from 'astro/config';\n\nexport default defineConfig({});\n",
  'tsconfig.json': JSON.stringify({
    extends: 'astro/tsconfigs/strict',
    include: ['.astro/types.d.ts', '**/*'],
    exclude: ['dist'],
  }),
  'src/pages/index.astro': '<html lang="en"><body><h1>Astro</h1></body></html>\n',
  '.gitignore': 'dist/\n.astro/\nnode_modules/\n.env\n.env.production\n',
};
