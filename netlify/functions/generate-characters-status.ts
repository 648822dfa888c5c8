import { status } from '../../src/functions/status.ts';
import { generateCharacters } from '../../src/tasks/generate-characters/contract.ts';

export default status(generateCharacters);
