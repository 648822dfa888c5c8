import { status } from '../../src/overtime/netlify.ts';
import { generateRelics } from '../../src/tasks/generate-relics/contract.ts';

export default status(generateRelics);
