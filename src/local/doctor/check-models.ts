import { type Provider, providers } from '../../contract.ts';
import type { Environment } from '../../functions/environment.ts';
import { isConfigured, keyVariable, variable } from '../../llm/configuration.ts';
import { defaultModel } from '../../llm/choose-models.ts';
import { modelAddress } from '../../llm/open-model.ts';
import { type Answer, ask } from './ask.ts';
import { siteVariables } from './check-settings.ts';
import { fault, type Finding, ok, warning } from './finding.ts';

/**
 * Whether a model can be called: each provider that is configured is asked whether it knows the key and the
 * model, which costs nothing.
 *
 * @param demoMayRun where the demo model answers when nothing is configured: locally and on previews
 */
export async function checkModels(env: Environment, demoMayRun: boolean): Promise<Finding[]> {
  const fixed = variable(env, 'LLM_PROVIDER');
  const setOne = `Set one of ${Object.values(keyVariable).join(', ')} in ${siteVariables}.`;
  if (fixed === 'demo') {
    return demoMayRun
      ? [ok('LLM_PROVIDER is demo: the demo model answers')]
      : [fault('LLM_PROVIDER is demo, which does not run in production.', 'Remove LLM_PROVIDER.', setOne)];
  }
  const known = providers.find((provider) => provider === fixed);
  if (fixed !== undefined && known === undefined) {
    return [
      fault(
        `LLM_PROVIDER is none of ${providers.join(', ')} or demo.`,
        'Correct it, or remove it: then all that have a key are used.',
      ),
    ];
  }
  if (known !== undefined && !isConfigured(env, known)) {
    return [
      fault(`LLM_PROVIDER is ${known}, and ${keyVariable[known]} is not set.`, `Set ${keyVariable[known]}.`),
    ];
  }
  const configured = providers.filter((one) => isConfigured(env, one) && (known ?? one) === one);
  if (configured.length === 0) {
    return demoMayRun
      ? [ok('No model is configured: the demo model answers, here and on previews')]
      : [fault('No model is configured: production refuses every job with model_not_configured.', setOne)];
  }
  return Promise.all(configured.map((provider) => checkProvider(provider, env)));
}

async function checkProvider(provider: Provider, env: Environment): Promise<Finding> {
  const name = keyVariable[provider];
  const model = defaultModel(provider, env);
  if (model.id === '')
    return fault(`${model.variable} is not set.`, `Set it to the model that ${name} serves.`);
  const { url, headers } = modelAddress(provider, model.id, env);
  const answer = URL.canParse(url) ? await ask(new URL(url), { headers }) : null;
  if (!answer) {
    return fault(`${provider} cannot be reached.`, `Check its base URL and the network of this machine.`);
  }
  if (answer.status === 200) {
    return knows(answer, provider, model.id)
      ? ok(`${provider} accepts its key and has ${model.id}`)
      : fault(
          `${provider} does not have the model ${model.id}.`,
          `Correct ${model.variable}, or load that model there.`,
        );
  }
  if (isKeyRejected(answer)) {
    return fault(
      `${provider} rejects ${name === 'OPENAI_COMPATIBLE_BASE_URL' ? 'OPENAI_COMPATIBLE_API_KEY' : name}.`,
      'Copy the key again, or make a new one.',
    );
  }
  if (answer.status === 404 && answer.contentType.includes('json')) {
    return fault(
      `${provider} does not have the model ${model.id}.`,
      `Set ${model.variable} to one that it has.`,
    );
  }
  return warning(
    `${provider} answered ${answer.status} when asked for ${model.id}: a gateway need not know its models.`,
    'Submit a job to see whether it works.',
  );
}

/** Google answers a wrong key with 400. */
function isKeyRejected({ status, body }: Answer): boolean {
  return status === 401 || status === 403 || (status === 400 && body.includes('API_KEY_INVALID'));
}

/** A server of OpenAI's protocol lists its models; the others were asked for this one. */
function knows({ body }: Answer, provider: Provider, modelId: string): boolean {
  if (provider !== 'openai-compatible') return true;
  const ids = [...body.matchAll(/"id"\s*:\s*"([^"]+)"/g)].map(([, id]) => id);
  // Ollama leaves out the tag "latest" where it was not asked for.
  return ids.includes(modelId) || ids.includes(`${modelId}:latest`);
}
