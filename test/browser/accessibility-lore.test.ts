import { expectAccessible } from './expect-accessible.ts';
import { jobsStates } from './states/jobs-states.ts';
import { loreStates } from './states/lore-states.ts';

expectAccessible([...loreStates, ...jobsStates]);
