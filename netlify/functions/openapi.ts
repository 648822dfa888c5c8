import { openApi } from '../../src/functions/openapi.ts';
import { contracts } from '../../src/tasks/contracts.ts';

export default openApi(contracts);
