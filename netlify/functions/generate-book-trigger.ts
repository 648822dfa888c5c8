import { trigger } from '../../src/overtime/netlify.ts';
import { generateBook } from '../../src/tasks/generate-book/contract.ts';

export default trigger(generateBook);
