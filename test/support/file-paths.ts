import fc from 'fast-check';

const owner = '00000000-0000-4000-8000-00000000000a';
const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
const name = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_-]{0,30}(\.[A-Za-z0-9_-]{1,10})?$/);

/** Paths of the owner's files, as the app makes them. */
export const ownPath = fc.tuple(id, name).map(([folder, file]) => `${owner}/${folder}/${file}`);

/** What has a meaning in an address, a folder or a decoder, or had one in some of them. */
const harmful = [
  '.. . / // \\ ? # & ; : @ % + * ~ é 😀'.split(' '),
  '%2e %2E%2e %252e%252e %2f %5c %00 %09 %c0%ae %u002e /../ /%2e%2e/ \\..\\'.split(' '),
  ['\t', '\n', '\r', '\0', ' ', '/.\t./'],
  ['\u2024', '\uFF0E', '\u2215', '\uFF0F', '\u202E', '\u200B', '\uD800', '\uFEFF'],
].flat();

/** A path of the owner's with some characters replaced, put in or taken out. */
const mutated = fc
  .tuple(
    ownPath,
    fc.array(fc.tuple(fc.nat(), fc.nat({ max: 3 }), fc.constantFrom('', ...harmful)), {
      minLength: 1,
      maxLength: 6,
    }),
  )
  .map(([path, edits]) =>
    edits.reduce((text, [at, gone, put]) => {
      const index = at % (text.length + 1);
      return text.slice(0, index) + put + text.slice(index + gone);
    }, path),
  );

/** A way out of the owner's folder to another address of the project, in some encoding. */
const climbing = fc
  .tuple(
    fc.constantFrom(owner, `${owner}/in`, `${owner}/in/a.pdf`, ''),
    fc.array(fc.constantFrom('..', '%2e%2e', '.%2E', '.\t.', '%252e%252e', '\uFF0E\uFF0E'), {
      minLength: 1,
      maxLength: 8,
    }),
    fc.constantFrom('/', '\\', '%2f', '%5c', '\t/', '//'),
    fc.constantFrom('rest/v1/jobs?select=*', 'auth/v1/admin/users', 'storage/v1/bucket', 'other/in/a.pdf'),
  )
  .map(([from, steps, separator, target]) => [from, ...steps, target].join(separator));

/** Any path that a caller may send. */
export const anyPath = fc.oneof(
  { weight: 1, arbitrary: ownPath },
  { weight: 4, arbitrary: mutated },
  { weight: 3, arbitrary: climbing },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }) },
  { weight: 1, arbitrary: fc.webPath() },
);

export { owner as pathOwner };
