import { status } from '../../src/functions/status.ts';
import { generateRelics } from '../../src/tasks/generate-relics/contract.ts';

export default status(generateRelics);
