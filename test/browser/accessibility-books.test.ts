import { expectAccessible } from './expect-accessible.ts';
import { storyBookStates } from './states/story-book-states.ts';
import { writingStates } from './states/writing-states.ts';

expectAccessible([...storyBookStates, ...writingStates]);
