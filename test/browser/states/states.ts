import { accountStates } from './account-states.ts';
import { jobsStates } from './jobs-states.ts';
import { loreStates } from './lore-states.ts';
import { rubricStates } from './rubric-states.ts';
import { scoringStates } from './scoring-states.ts';
import { signInStates } from './sign-in-states.ts';
import { storyBookStates } from './story-book-states.ts';
import { writingStates } from './writing-states.ts';
import type { PageState } from './state.ts';

/** Every state of every page: the tests of accessibility and the pictures (`npm run screenshots`) go over them. */
export const states: readonly PageState[] = [
  ...signInStates,
  ...rubricStates,
  ...scoringStates,
  ...storyBookStates,
  ...writingStates,
  ...loreStates,
  ...jobsStates,
  ...accountStates,
];
