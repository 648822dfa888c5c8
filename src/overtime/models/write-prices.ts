/** Run by `npm run prices`: generates the table of prices from the installed package. */
import { readFileSync, writeFileSync } from 'node:fs';
import { maintainedPrices } from './maintained-prices.ts';

const today = new Date().toISOString().slice(0, 10);
const prices = maintainedPrices(today);
const manifest = new URL('../../../package.json', import.meta.url);
const { devDependencies } = JSON.parse(readFileSync(manifest, 'utf8')) as {
  devDependencies: Record<string, string>;
};

writeFileSync(
  new URL('price-table.ts', import.meta.url),
  `import type { PriceTable } from './price.ts';

/** Written by \`npm run prices\` from @pydantic/genai-prices ${devDependencies['@pydantic/genai-prices']}, on this day. */
export const pricesWrittenOn = '${today}';

export const priceTable: PriceTable = ${JSON.stringify(prices)};
`,
);
console.log(`Wrote the prices of ${Object.keys(prices).length} models, as of ${today}.`);
