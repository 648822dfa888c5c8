import type { Page } from 'playwright-core';

/** A state of a page, for everything that looks at all of them. */
export interface PageState {
  /** Names its pictures and its test, such as `rubric finished`. */
  readonly name: string;
  /** How long a sample takes, in seconds. Default 0. */
  readonly paceSeconds?: number;
  /** Whether nobody is signed in. Default: a new user is. */
  readonly signedOut?: true;
  /** Whether the user is an operator. Default: not. */
  readonly operator?: true;
  /** Brings a page to the state, from whatever was shown before, and returns once it stands there. */
  readonly show: (page: Page) => Promise<void>;
}
