import { trigger } from '../../src/functions/trigger.ts';
import { generateFactions } from '../../src/tasks/generate-factions/contract.ts';

export default trigger(generateFactions);
