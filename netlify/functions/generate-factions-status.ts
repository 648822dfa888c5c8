import { status } from '../../src/functions/status.ts';
import { generateFactions } from '../../src/tasks/generate-factions/contract.ts';

export default status(generateFactions);
