import { trigger } from '../../src/functions/trigger.ts';
import { generateCharacters } from '../../src/tasks/generate-characters/contract.ts';

export default trigger(generateCharacters);
