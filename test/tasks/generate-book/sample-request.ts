import type { InputOf } from '../../../src/overtime/contract.ts';
import type { generateBook } from '../../../src/tasks/generate-book/contract.ts';

/** A request for an adventure with every detail that is required. */
export const adventure = {
  job_type: 'story_adventure',
  character_name: 'Luna',
  character_type: 'a brave dragon',
  special_ability: 'fly through clouds',
  age_group: '7-10',
  story_world: 'the Enchanted Forest',
  adventure_type: 'treasure hunt',
} as const satisfies InputOf<typeof generateBook>;

export const search = { ...adventure, job_type: 'interactive_search' } as const;
