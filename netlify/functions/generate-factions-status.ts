import { status } from '../../src/overtime/netlify.ts';
import { generateFactions } from '../../src/tasks/generate-factions/contract.ts';

export default status(generateFactions);
