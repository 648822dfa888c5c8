import { boxOf, type Turn, upright, type Word } from './page-geometry.ts';
import type { Pdf } from './pdfium.ts';

/** PDFium's numbers for kinds of annotations, fields and flags. */
const [freeText, ink, stamp, widget] = [3, 15, 13, 20];
/** Sticky notes, and marks on text that carry one: highlights, underlines, strikes. */
const noted = [1, 9, 10, 11, 12];
const [checkBox, radioButton, comboBox, listBox, textField] = [2, 3, 4, 5, 6];
const [hidden, noView] = [2, 32];

/** What was filled in and written over a page. */
export interface PageFields {
  readonly words: readonly Word[];
  /** How many drawings and stamps lie on it. */
  readonly drawings: number;
  /** How many sticky notes have something in them: what others say of the page. */
  readonly comments: number;
}

/** Reads the values of a page's form fields and its notes, as words where they stand. */
export function readFields(pdf: Pdf, page: number, turn: Turn): PageFields {
  const { fpdf, out, float } = pdf;
  const words: Word[] = [];
  let [drawings, comments] = [0, 0];
  for (let index = 0; index < fpdf.FPDFPage_GetAnnotCount(page); index += 1) {
    const annotation = fpdf.FPDFPage_GetAnnot(page, index);
    const isShown = (fpdf.FPDFAnnot_GetFlags(annotation) & (hidden | noView)) === 0;
    const kind = isShown ? fpdf.FPDFAnnot_GetSubtype(annotation) : 0;
    if (kind === ink || kind === stamp) drawings += 1;
    if (noted.includes(kind) && entryOf(pdf, annotation, 'Contents').trim() !== '') comments += 1;
    const said =
      kind === widget
        ? fieldValue(pdf, annotation)
        : kind === freeText
          ? entryOf(pdf, annotation, 'Contents')
          : '';
    if (said.trim() !== '' && fpdf.FPDFAnnot_GetRect(annotation, out)) {
      const corners = [
        [float(0), float(1)],
        [float(2), float(3)],
      ] as const;
      const { left, top, bottom } = boxOf(corners.map((corner) => upright(corner, turn)));
      const lines = said.split(/\r\n?|\n/);
      const size = Math.min(12, (bottom - top) / lines.length);
      for (const [line, text] of lines.entries()) {
        if (text.trim() === '') continue;
        const y = bottom - (lines.length - line - 0.75) * ((bottom - top) / lines.length);
        const right = left + text.length * size * 0.5;
        words.push({ text: text.trim(), left, right, y, size, order: Infinity, spaced: true });
      }
    }
    fpdf.FPDFPage_CloseAnnot(annotation);
  }
  return { words, drawings, comments };
}

function fieldValue(pdf: Pdf, annotation: number): string {
  const { fpdf, form, text } = pdf;
  const kind = fpdf.FPDFAnnot_GetFormFieldType(form, annotation);
  if (kind === checkBox || kind === radioButton)
    return ['', 'Off'].includes(entryOf(pdf, annotation, 'AS')) ? '☐' : '☒';
  if (kind === comboBox || kind === listBox) {
    const chosen: string[] = [];
    for (let index = 0; index < fpdf.FPDFAnnot_GetOptionCount(form, annotation); index += 1) {
      if (!fpdf.FPDFAnnot_IsOptionSelected(form, annotation, index)) continue;
      chosen.push(text((room, bytes) => fpdf.FPDFAnnot_GetOptionLabel(form, annotation, index, room, bytes)));
    }
    if (chosen.length > 0) return chosen.join(', ');
  }
  if (kind !== textField && kind !== comboBox && kind !== listBox) return '';
  return text((room, bytes) => fpdf.FPDFAnnot_GetFormFieldValue(form, annotation, room, bytes));
}

function entryOf({ fpdf, text }: Pdf, annotation: number, key: string): string {
  return text((room, bytes) => fpdf.FPDFAnnot_GetStringValue(annotation, key, room, bytes));
}
