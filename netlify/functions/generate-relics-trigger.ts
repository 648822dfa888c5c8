import { trigger } from '../../src/functions/trigger.ts';
import { generateRelics } from '../../src/tasks/generate-relics/contract.ts';

export default trigger(generateRelics);
