import type { BookFonts, FontRun, FontStyle } from './book-fonts.ts';
import type { Hyphenate } from './hyphenate.ts';
import { rightToLeft, type SetLine, typeset } from './typeset.ts';

export interface TextStyle {
  readonly style: FontStyle;
  /** In points. */
  readonly size: number;
  readonly width: number;
  readonly indent?: number;
  readonly justified?: boolean;
}

/** Text that has been set, ready to be drawn. */
export interface SetText {
  readonly lines: readonly SetLine[];
  /** Of its type, in points. */
  readonly size: number;
  /** Of a whole line, in points. */
  readonly width: number;
  /** From one line to the next, in points. */
  readonly leading: number;
  readonly height: number;
}

/** Sets and draws text on the pages of a tagged PDF. */
export function pageText(
  doc: PDFKit.PDFDocument,
  fonts: BookFonts,
  language: string,
  hyphenate: Hyphenate | null,
) {
  // The same short words come again and again.
  const widths = new Map<string, number>();
  const measureAt = (size: number) => (run: FontRun) => {
    const key = `${size} ${run.font} ${run.text}`;
    let width = widths.get(key);
    if (width === undefined) {
      width = doc.font(run.font).fontSize(size).widthOfString(run.text);
      widths.set(key, width);
    }
    return width;
  };

  const drawLine = ({ words }: SetLine, size: number, left: number, baseline: number) => {
    for (const [index, { runs, x }] of words.entries()) {
      let at = left + x;
      for (const [part, { font, text }] of runs.entries()) {
        doc.font(font).fontSize(size);
        const put = (what: string, where: number) =>
          doc.text(what, where, baseline, { lineBreak: false, baseline: 'alphabetic' });
        // A space belongs to the text that is copied or read aloud, though the next word has its own place. In
        // a run from right to left it would come out on the left, so there it stands by itself.
        const spaced = part === runs.length - 1 && index < words.length - 1;
        const apart = spaced && rightToLeft.test(text);
        put(spaced && !apart ? `${text} ` : text, at);
        if (apart) put(' ', at + doc.widthOfString(text));
        at += doc.widthOfString(text);
      }
    }
  };

  return {
    set(text: string, { style, size, width, indent = 0, justified = false }: TextStyle): SetText {
      const lines = typeset(text, {
        fonts,
        language,
        hyphenate,
        measure: measureAt(size),
        width,
        indent,
        style,
        justified,
      });
      const leading = size * (style === 'heading' ? 1.25 : 1.5);
      return { lines, size, width, leading, height: lines.length * leading };
    },

    /** Draws lines from `y` downwards and adds them to their element of the document's structure. */
    draw(
      element: PDFKit.PDFStructureElement,
      tag: 'H1' | 'H2' | 'P',
      { lines, size, width, leading }: Omit<SetText, 'height'>,
      { x, y, color, centered }: { x: number; y: number; color: string; centered: boolean },
    ): void {
      element.add(doc.markStructureContent(tag));
      doc.fillColor(color, 1);
      let baseline = y;
      for (const line of lines) {
        // The line's ink stands in the middle of its height.
        const shift = centered ? (width - line.width) / 2 : 0;
        drawLine(line, size, x + shift, baseline + leading / 2 + size * 0.3);
        baseline += leading;
      }
      doc.endMarkedContent();
    },

    drawNumber(number: number, { width, y, color }: { width: number; y: number; color: string }): void {
      doc.font('regular').fontSize(9.5).fillColor(color, 1);
      const text = String(number);
      doc.text(text, (width - doc.widthOfString(text)) / 2, y, { lineBreak: false, baseline: 'alphabetic' });
    },
  };
}

export type PageText = ReturnType<typeof pageText>;
