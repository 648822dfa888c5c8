import type { Environment } from '../../overtime/functions/environment.ts';
import { isConfigured, variable } from '../../overtime/models/configuration.ts';
import { defaultModel } from '../../overtime/models/choose-models.ts';
import type { ModelProvider } from '../../overtime/models/providers/provider.ts';
import { registry } from '../../overtime/models/providers/registry.ts';
import { type Answer, ask } from './ask.ts';
import { siteVariables } from './check-settings.ts';
import { fault, type Finding, ok, warning } from './finding.ts';

/**
 * Whether a model can be called: each provider that is configured is asked whether it knows the key and the
 * model, which costs nothing.
 *
 * @param samplesMayRun where samples answer when nothing is configured: locally and on previews
 */
export async function checkModels(env: Environment, samplesMayRun: boolean): Promise<Finding[]> {
  const fixed = variable(env, 'LLM_PROVIDER');
  const providers = Object.values(registry).filter(({ ping }) => ping !== undefined);
  const setOne = `Set one of ${providers.map(({ requires }) => requires).join(', ')} in ${siteVariables}.`;
  if (fixed === registry.sample.name) {
    return samplesMayRun
      ? [ok('LLM_PROVIDER is sample: samples answer')]
      : [
          fault(
            'LLM_PROVIDER is sample, and samples do not run in production.',
            'Remove LLM_PROVIDER.',
            setOne,
          ),
        ];
  }
  const known = providers.find(({ name }) => name === fixed);
  if (fixed !== undefined && known === undefined) {
    return [
      fault(
        `LLM_PROVIDER is none of ${Object.keys(registry).join(', ')}.`,
        'Correct it, or remove it: then all that have a key are used.',
      ),
    ];
  }
  if (known !== undefined && !isConfigured(env, known)) {
    return [
      fault(`LLM_PROVIDER is ${known.name}, and ${known.requires} is not set.`, `Set ${known.requires}.`),
    ];
  }
  const configured = providers.filter((one) => isConfigured(env, one) && (known ?? one) === one);
  if (configured.length === 0) {
    return samplesMayRun
      ? [ok('No model is configured: samples answer, here and on previews')]
      : [fault('No model is configured: production refuses every job with model_not_configured.', setOne)];
  }
  return Promise.all(configured.map((provider) => checkProvider(provider, env)));
}

async function checkProvider(provider: ModelProvider, env: Environment): Promise<Finding> {
  const { name, requires, key, ping } = provider;
  const model = defaultModel(provider, env);
  if (model.id === '')
    return fault(`${model.variable} is not set.`, `Set it to the model that ${requires} serves.`);
  const asked = ping?.(model.id, env);
  const answer =
    asked && URL.canParse(asked.url) ? await ask(new URL(asked.url), { headers: asked.headers }) : null;
  if (!answer) {
    return fault(`${name} cannot be reached.`, `Check its base URL and the network of this machine.`);
  }
  if (answer.status === 200) {
    return (asked?.has?.(answer.body) ?? true)
      ? ok(`${name} accepts its key and has ${model.id}`)
      : fault(
          `${name} does not have the model ${model.id}.`,
          `Correct ${model.variable}, or load that model there.`,
        );
  }
  if (isKeyRejected(answer)) {
    return fault(`${name} rejects ${key}.`, 'Copy the key again, or make a new one.');
  }
  if (answer.status === 404 && answer.contentType.includes('json')) {
    return fault(`${name} does not have the model ${model.id}.`, `Set ${model.variable} to one that it has.`);
  }
  return warning(
    `${name} answered ${answer.status} when asked for ${model.id}: a gateway need not know its models.`,
    'Submit a job to see whether it works.',
  );
}

/** Google answers a wrong key with 400. */
function isKeyRejected({ status, body }: Answer): boolean {
  return status === 401 || status === 403 || (status === 400 && body.includes('API_KEY_INVALID'));
}
