import type { ErrorCode } from '../errors.ts';
import { atStart } from './model-label.ts';

/** As the providers name an account that cannot pay. */
export const spentWords = [
  'insufficient_quota',
  'insufficient_credits',
  'insufficient_balance',
  'billing_error',
  'billing_not_active',
  'billing_disabled',
  'billing_hard_limit_reached',
  'exceeded_current_quota_error',
  'credit_limit_exceeded',
  'arrearage',
];

/**
 * Whether a message says that the account cannot pay. Anthropic says it with 400, xAI with 403, Gemini with 429; Gemini's
 * "check your plan and billing details" is no such message, since it comes with every limit; that of a day is one.
 */
export function isSpent(message: string): boolean {
  return /credit balance|(?:insufficient|not enough|out of|no|any|depleted|negative) (?:\w+ )?(?:credits?|balance|funds)|(?:credits?|balance) (?:\w+ ){0,3}(?:depleted|exhausted|used up|too low|insufficient|expired)|(?:spend(?:ing)?|usage|monthly|billing|credit|budget)(?: hard)? (?:limit|cap)|payment required|overdue|arrear|requests_?per_?day|余额不足|欠费/i.test(
    message,
  );
}

/** As OpenAI, Gemini, Anthropic, and the servers of open models name the parameter and what they make of it. */
export const refusesForm =
  /response_?(?:format|json_?schema|schema|mime_?type)|text\.format|output_(?:format|config)|json[_ ](?:schema|object|mode|output)|structured[_ -]?output|\bschema\b|grammar|constrained decoding|guided_json/i;

interface Rejection {
  readonly said: RegExp;
  /** Codes, and a status, that say the same. */
  readonly words?: readonly string[];
  readonly code: ErrorCode;
  readonly tell: (model: string) => string;
}

export const notFound = (model: string) =>
  `The provider of ${model} does not offer it, or no longer does: correct the name of the model.`;

/** For what a model does not do because of what it is about. */
export const declined = (model: string, what = 'answer') =>
  `${atStart(model)} declined to ${what} because of its content rules: change the input and try again.`;

/** Rejections that another provider may not share, as the providers word them, and what to do about each. */
export const rejections: readonly Rejection[] = [
  {
    said: /(?:pdf|document|pages?)\b.*\b(?:page limit|maximum of|at most|too many|exceeds?|more than|up to).*\bpages?|page limit|too many pages|maximum of \d+ (?:pdf )?pages/i,
    code: 'model_input_too_large',
    tell: (model) => `The document has more pages than ${model} can read: send only the pages that matter.`,
  },
  {
    said: /context[ _](?:length|window|size)|maximum context|too many (?:input )?tokens|(?:prompt|input|request|messages?)\b.*\b(?:too long|token count|exceeds? (?:the |this )?(?:\w+ )*tokens?)|reduce the length|exceed.*\btokens\b/i,
    words: ['context_length_exceeded'],
    code: 'model_input_too_large',
    tell: (model) =>
      `The text is longer than ${model} can read at once: send a shorter one, or only a part of it.`,
  },
  {
    said: /request_too_large|payload (?:size )?(?:is )?too large|payload size exceeds|(?:file|image|pdf|document|request|body|entity)\b.*\b(?:too large|exceeds?|larger than|maximum (?:allowed )?size|size limit)|max(?:imum)? (?:file|image|request) size/i,
    words: ['request_too_large', '413'],
    code: 'model_input_too_large',
    tell: (model) =>
      `The file is larger than ${model} can read: send a smaller one, or only the pages that matter.`,
  },
  {
    said: /(?:country|region|territory|location)\b.*\b(?:not (?:supported|available|allowed)|unsupported|restricted)|(?:not (?:supported|available)|unsupported).*\b(?:country|region|territory|location)/i,
    words: ['unsupported_country_region_territory'],
    code: 'model_not_found',
    tell: (model) =>
      `The provider of ${model} does not serve the region that the functions run in: choose another region on Netlify, or set the key of another provider.`,
  },
  {
    said: /(?:does not|doesn't|do not|cannot|not) (?:support|accept|process|handle|have).*\b(?:image|vision|picture|pdf|document|file|multimodal|media)|(?:image|vision|pdf|document|file)s?\b.*\b(?:not (?:supported|allowed|enabled|available)|unsupported)|unsupported.*\b(?:image|file|media)|no endpoints found that support (?:image|file)|mmproj/i,
    code: 'model_not_configured',
    tell: (model) => `${atStart(model)} cannot read pictures or files: set a model that can.`,
  },
  {
    said: /(?:could not|cannot|can't|unable to|failed to) (?:process|decode|read|load|parse|open) (?:the |input |your )*(?:image|pdf|document|file)|(?:image|pdf|document|file)s?\b.*\b(?:corrupt|damaged|not valid|invalid|malformed|no pages)|invalid (?:image|pdf|file)/i,
    code: 'file_unreadable',
    tell: (model) => `${atStart(model)} cannot read the file: open it, save it again, and send that file.`,
  },
  {
    said: /models?\b.*\b(?:not found|does(?: not|n't) exist|not exist|unknown|invalid|deprecated|decommissioned|retired|no longer|not (?:supported|available))|(?:unknown|invalid|unsupported|no such|not a valid) model|not a valid model/i,
    words: ['model_not_found'],
    code: 'model_not_found',
    tell: notFound,
  },
  {
    said: refusesForm,
    code: 'model_not_configured',
    tell: (model) => `${atStart(model)} does not support structured output: set a model that does.`,
  },
];
