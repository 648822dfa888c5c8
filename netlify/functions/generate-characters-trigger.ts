import { trigger } from '../../src/overtime/netlify.ts';
import { generateCharacters } from '../../src/tasks/generate-characters/contract.ts';

export default trigger(generateCharacters);
