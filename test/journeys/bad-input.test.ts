import { expect, test } from 'vitest';
import {
  elevenMegabytes,
  emptyFile,
  encryptedPdf,
  renamedGif,
  rubricPdf,
  scannedPdf,
  zipBombDocx,
} from '../support/sample-files.ts';
import { base64, docx, newVisitor, pdf, triggerUrl, type Accepted, type Visitor } from './visitor.ts';

const noJobs = async (visitor: Visitor) =>
  expect((await visitor.call('GET', '/api/jobs')).body).toEqual({ jobs: [], nextBefore: null });

test.for([
  {
    what: 'a renamed GIF',
    make: renamedGif,
    name: 'photo.pdf',
    type: pdf,
    status: 422,
    code: 'file_type_unsupported',
  },
  { what: 'an empty file', make: emptyFile, name: 'empty.pdf', type: pdf, status: 422, code: 'file_empty' },
  {
    what: 'a zip bomb named .docx',
    make: () => zipBombDocx({ lying: false }),
    name: 'bomb.docx',
    type: docx,
    status: 422,
    code: 'file_unpacks_too_large',
  },
])(
  '$what is refused by the trigger, sent or uploaded, and leaves no job',
  async ({ make, name, type, status, code }) => {
    const visitor = await newVisitor();
    const bytes = await make();
    const file = { fileName: name, fileType: type };
    // An empty string is no file at all; an empty file comes as a data URL.
    const inline = await visitor.call('POST', triggerUrl, {
      ...file,
      file: `data:${type};base64,${base64(bytes)}`,
    });
    expect(inline).toMatchObject({ status, body: { code, status, detail: expect.stringContaining(name) } });
    const filePath = await visitor.upload(bytes, name, type);
    const uploaded = await visitor.call('POST', triggerUrl, { ...file, filePath });
    expect(uploaded).toMatchObject({ status, body: { code, detail: expect.stringContaining(name) } });
    await noJobs(visitor);
  },
);

test('a file of 11 MB is refused, uploaded or in the body', async () => {
  const visitor = await newVisitor();
  const filePath = await visitor.upload(elevenMegabytes(), 'big.pdf');
  const uploaded = await visitor.call('POST', triggerUrl, { filePath, fileName: 'big.pdf', fileType: pdf });
  expect(uploaded).toMatchObject({
    status: 413,
    body: { code: 'file_too_large', detail: expect.stringContaining('10 MB') },
  });
  // Just over the 4 MB of the contract: a body over 6 MB is stopped before any function, and ends netlify dev.
  const tooLarge = await visitor.call('POST', triggerUrl, {
    file: base64(elevenMegabytes().subarray(0, 4 * 1024 * 1024 + 1)),
    fileName: 'big.pdf',
    fileType: pdf,
  });
  expect(tooLarge).toMatchObject({
    status: 413,
    body: { code: 'file_too_large', detail: expect.stringContaining('filePath') },
  });
  await noJobs(visitor);
});

test.for([
  { what: 'an encrypted PDF', make: encryptedPdf, name: 'secret.pdf', type: pdf, code: 'file_encrypted' },
  { what: 'a scanned PDF', make: scannedPdf, name: 'scan.pdf', type: pdf, code: 'file_without_text' },
  {
    what: 'a DOCX that lies about its size',
    make: () => zipBombDocx({ lying: true }),
    name: 'liar.docx',
    type: docx,
    code: 'file_unpacks_too_large',
  },
  {
    what: 'a PDF that breaks off',
    make: async () => (await rubricPdf()).slice(0, 400),
    name: 'half.pdf',
    type: pdf,
    code: 'file_unreadable',
  },
])('$what fails its job at the first attempt with a code', async ({ make, name, type, code }) => {
  const visitor = await newVisitor();
  const sent = await visitor.call<Accepted & { code?: string }>('POST', triggerUrl, {
    file: base64(await make()),
    fileName: name,
    fileType: type,
  });
  if (sent.status !== 202) {
    expect(sent.body.code).toBe(code);
    return;
  }
  const last = (await visitor.watch(sent.body.statusUrl)).at(-1);
  expect(last).toMatchObject({
    status: 'failed',
    errorCode: code,
    error: expect.stringContaining(name),
    errorRetryable: false,
    attempt: 1,
  });
});

test.for([
  { what: 'no file at all', body: { fileName: 'a.pdf', fileType: pdf }, path: 'file' },
  {
    what: 'a file twice',
    body: {
      file: 'AA==',
      filePath: '00000000-0000-4000-8000-00000000000a/y/z',
      fileName: 'a.pdf',
      fileType: pdf,
    },
    path: 'file',
  },
  { what: 'no name', body: { file: 'AA==', fileType: pdf }, path: 'fileName' },
  {
    what: 'a total of nothing',
    body: { file: 'AA==', fileName: 'a.pdf', fileType: pdf, totalPoints: 0 },
    path: 'totalPoints',
  },
  {
    what: 'a total in words',
    body: { file: 'AA==', fileName: 'a.pdf', fileType: pdf, totalPoints: 'ten' },
    path: 'totalPoints',
  },
  {
    what: 'an unknown field',
    body: { file: 'AA==', fileName: 'a.pdf', fileType: pdf, colour: 'red' },
    path: '',
  },
  { what: 'a list', body: [], path: '' },
  {
    what: 'what is not base64',
    body: { file: '*not base64*', fileName: 'a.pdf', fileType: pdf },
    path: 'file',
  },
])('$what is answered with the path and the reason', async ({ body, path }) => {
  const visitor = await newVisitor();
  const answer = await visitor.call('POST', triggerUrl, body);
  expect(answer.status).toBe(422);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.body).toMatchObject({
    code: 'invalid_input',
    issues: [{ path, message: expect.stringMatching(/\w+/) }],
  });
  await noJobs(visitor);
});

test('what is no JSON, no POST, no token or a bad one is answered by its own code', async () => {
  const visitor = await newVisitor();
  const codeOf = async (...parameters: Parameters<Visitor['call']>) => {
    const { status, body } = await visitor.call(...parameters);
    return [status, body['code']];
  };
  expect(await codeOf('POST', triggerUrl, '{"file":')).toEqual([400, 'invalid_json']);
  expect(await codeOf('POST', triggerUrl, '{}', { 'content-type': 'text/plain' })).toEqual([
    415,
    'unsupported_media_type',
  ]);
  expect(await codeOf('GET', triggerUrl)).toEqual([405, 'method_not_allowed']);
  expect(await codeOf('POST', triggerUrl, {}, { authorization: '' })).toEqual([401, 'unauthorized']);
  expect(await codeOf('POST', triggerUrl, {}, { authorization: 'Bearer junk' })).toEqual([
    401,
    'unauthorized',
  ]);
  const forged = `${visitor.token.slice(0, visitor.token.lastIndexOf('.'))}.${'A'.repeat(43)}`;
  expect(await codeOf('POST', triggerUrl, {}, { authorization: `Bearer ${forged}` })).toEqual([
    401,
    'unauthorized',
  ]);
  expect(await codeOf('GET', '/api/extract-rubric-status')).toEqual([422, 'invalid_input']);
});
