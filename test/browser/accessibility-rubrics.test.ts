import { expectAccessible } from './expect-accessible.ts';
import { rubricStates } from './states/rubric-states.ts';
import { scoringStates } from './states/scoring-states.ts';
import { signInStates } from './states/sign-in-states.ts';

expectAccessible([...signInStates, ...rubricStates, ...scoringStates]);
