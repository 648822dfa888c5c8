import { providersInTurn, type Setup } from './configuration.ts';
import { registry } from './providers/registry.ts';

/**
 * Whether a picture that a user sends is of any use with the models that are set up: one looks at it, or draws after
 * it. Samples do neither.
 *
 * @throws OvertimeError `model_not_configured` when the provider that is fixed cannot be used
 */
export function usesPictures(setup: Setup): boolean {
  const language = { variable: 'LLM_PROVIDER', ability: 'language' } as const;
  const images = { variable: 'IMAGE_PROVIDER', ability: 'images' } as const;
  return (
    providersInTurn(setup, [language]).some((provider) => provider.language.readsImages) ||
    providersInTurn(setup, [images, language]).some(
      (provider) => provider.images !== undefined && provider !== registry.sample,
    )
  );
}
