import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Contract } from '../../../src/overtime/contract.ts';
import { acceptInput } from '../../../src/overtime/functions/accept-input.ts';
import { parseInput } from '../../../src/overtime/functions/read-input.ts';
import { userClient } from '../../../src/overtime/functions/supabase-clients.ts';
import { contracts } from '../../../src/tasks/contracts.ts';
import { sampleInputs, textsIn } from '../../support/sample-inputs.ts';

const exchange = {
  caller: { userId: 'user-1', tenantId: null, token: 'token' },
  asUser: userClient({ url: 'https://project.example', publishableKey: 'p', secretKey: 's' }, 'token'),
};

/** What may be put between two letters of a text: what a reader does not see, what a key may leave out, and letters. */
const noise = fc.constantFrom(
  '\u200b',
  '\u202e',
  '\u2066',
  '\ufe0f',
  '\u00ad',
  '😀',
  '❤️',
  ' ',
  '  ',
  '!',
  '.',
  "'",
  '’',
  '\u0301',
  'é',
  'x',
  '1',
);

/** An input in two other spellings. */
function spellings(input: object) {
  const spelled = textsIn(input).reduce<fc.Arbitrary<unknown>>(
    (whole, { path, text }) =>
      fc
        .tuple(whole, fc.boolean(), noise, fc.nat(text.length), fc.boolean())
        .map(([value, changed, piece, at, capitals]) => {
          if (!changed) return value;
          const other = text.slice(0, at) + piece + text.slice(at);
          const here = textsIn(value).find((each) => each.path === path);
          return here?.replaced(capitals ? other.toUpperCase() : other);
        }),
    fc.constant(input),
  );
  return fc.tuple(spelled, spelled);
}

const cached = (contracts as unknown as readonly Contract[]).filter(({ policy }) => policy.cache !== null);

test('there are tasks with a cache', () => {
  expect(cached.map(({ name }) => name)).toContain('score-book');
});

test.each(cached.map((contract) => [contract.name, contract] as const))(
  'two inputs of %s with the same key are worked with as the same input, and a worker reads them as themselves',
  async (name, contract) => {
    const accepted = async (body: unknown) => {
      const { input, inputHash } = await acceptInput(contract, parseInput(body, contract), exchange);
      expect(contract.input.parse(JSON.parse(JSON.stringify(input)))).toEqual(input);
      return { worked: JSON.stringify(contract.canonical(input)), inputHash };
    };
    let others = 0;
    for (const sample of sampleInputs[name] ?? []) {
      await fc.assert(
        fc.asyncProperty(spellings(sample), async ([one, other]) => {
          const fit = [one, other].every((each) => contract.input.safeParse(each).success);
          if (!fit) return;
          const [first, second] = [await accepted(one), await accepted(other)];
          expect(second.inputHash === first.inputHash).toBe(second.worked === first.worked);
          if (first.inputHash === second.inputHash && JSON.stringify(one) !== JSON.stringify(other))
            others += 1;
        }),
        { numRuns: 1000 },
      );
    }
    expect(others).toBeGreaterThan(0);
  },
);
