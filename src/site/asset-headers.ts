import type { Plugin } from 'vite';

/**
 * Lets browsers keep each file below `/assets` for a year: its name carries a hash of its content. Netlify puts the
 * headers of a pattern such as `/assets/*` on a missing file too, so that a browser would keep the 404 of one for a
 * year. So the build names each file, in Netlify's `_headers`.
 */
export function assetHeaders(): Plugin {
  return {
    name: 'overtime-asset-headers',
    apply: 'build',
    // After every other plugin has emitted its files.
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const files = Object.keys(bundle).filter((file) => file.startsWith('assets/'));
        const source = files.map(
          (file) => `/${file}\n  Cache-Control: public, max-age=31536000, immutable\n`,
        );
        this.emitFile({ type: 'asset', fileName: '_headers', source: source.join('') });
      },
    },
  };
}
