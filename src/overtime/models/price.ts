/** Prices in US dollars per million. */
export interface Price {
  /** Tokens. */
  readonly input: number;
  /** Input tokens read from the provider's cache. */
  readonly cachedInput: number;
  readonly output: number;
  /** Characters of a spoken text: for a call whose tokens nobody counted. */
  readonly characters?: number;
}

export interface ModelPrice extends Price {
  /** Prompts above this many tokens cost more, all tokens of the call included. */
  readonly long?: Price & { readonly aboveInputTokens: number };
  /** A price change that the provider has announced, from its day on. */
  readonly later?: Price & { readonly from: string };
}

export type PriceTable = Readonly<Record<string, ModelPrice>>;
