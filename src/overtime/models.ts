/**
 * Model calls for a task's `run`: streamed, checked, counted, and answered by a sample where no model is
 * set up.
 *
 * @module
 */
export type { PromptDocument } from './models/prompt-document.ts';
export { answersBySample, canReadImages, canReadPdf, type AskedModel } from './models/choose-models.ts';
export { delimit, materialIsNotInstruction } from './models/delimit.ts';
export { cannotBeMade } from './models/cannot-be-made.ts';
export { canDraw, draw, type DrawnPicture, type ReferencePicture } from './models/draw.ts';
export { canSpeak, speak } from './models/speak.ts';
export { streamItems } from './models/stream-items.ts';
export { streamObject } from './models/stream-object.ts';
export { streamProse } from './models/stream-prose.ts';
export { usesPictures } from './models/uses-pictures.ts';
export { writtenFraction } from './models/written-fraction.ts';
