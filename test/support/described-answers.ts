import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { openApiDocument } from '../../src/overtime/functions/openapi/document.ts';
import { contracts } from '../../src/tasks/contracts.ts';

type Answers = Record<string, { content?: Record<string, { schema: object }> }>;
interface Described {
  readonly paths: Record<string, Record<string, { responses: Answers } | undefined> | undefined>;
}

const document = openApiDocument(contracts);
const { paths } = document as unknown as Described;
const ajv = new Ajv2020({ strict: false, allErrors: true, code: { optimize: false }, validateSchema: false });
(addFormats as unknown as (target: Ajv2020) => void)(ajv);
ajv.addSchema(document, 'api');

const compiled = new Map<string, ValidateFunction>();

/** A schema of the document, by where it stands in it. */
function validatorAt(steps: readonly string[]): ValidateFunction {
  const pointer = steps
    .map((step) => step.replaceAll('~', '~0').replaceAll('/', '~1'))
    .map(encodeURIComponent);
  const $ref = `api#/${pointer.join('/')}`;
  const validate = compiled.get($ref) ?? ajv.compile({ $ref });
  compiled.set($ref, validate);
  return validate;
}

/** An answer of the API as it came. */
export interface GivenAnswer {
  readonly method: string;
  /** With or without a query. */
  readonly path: string;
  readonly status: number;
  readonly contentType: string | null;
  readonly text: string;
}

/** What about an answer is not as the API's description has it; null where it is, or where there is none. */
export function undescribed({ method, path, status, contentType, text }: GivenAnswer): string | null {
  const described = path.split('?')[0]?.replace('/.netlify/functions/', '/api/') ?? '';
  const operations = paths[described];
  if (operations === undefined) return null;
  const what = `${method} ${described} answered ${status}`;
  const type = contentType?.split(';')[0] ?? '';
  const name = method.toLowerCase();
  const operation = operations[name];
  if (operation === undefined) return status === 405 ? null : `${what}, and no such method is described.`;

  const answer = operation.responses[String(status)];
  const isProblem = answer === undefined && status >= 400;
  if (answer === undefined && !isProblem) return `${what}, which is not described.`;
  if (!isProblem && answer?.content === undefined) return text === '' ? null : `${what} with a body.`;
  const steps = isProblem
    ? ['components', 'responses', 'Problem', 'content', type, 'schema']
    : ['paths', described, name, 'responses', String(status), 'content', type, 'schema'];
  const isDescribedType = isProblem
    ? type === 'application/problem+json'
    : answer?.content?.[type] !== undefined;
  if (!isDescribedType) return `${what} with ${type || 'no type'}, which is not described.`;
  if (!type.endsWith('json') || type.endsWith('ndjson')) return null;
  const validate = validatorAt(steps);
  if (validate(JSON.parse(text))) return null;
  return `${what}, not as described: ${ajv.errorsText(validate.errors)}\n${text.slice(0, 2000)}`;
}
