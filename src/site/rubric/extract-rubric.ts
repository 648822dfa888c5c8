import type { extractRubric as contract } from '../../tasks/extract-rubric/contract.ts';
import { outline } from '../../tasks/extract-rubric/outline.ts';

/**
 * The contract for the hooks and the client, which read its name and its stages and take the rest from its type.
 * The schemas are left out, which would bring zod into the site's first page; the server checks the input.
 */
export const extractRubric = outline as unknown as typeof contract;
