import type { DocxParts } from '../../overtime/files.ts';
import type { Leave } from '../left-out.ts';
import { xmlText } from '../xml-text.ts';
import { type BlockFlow, blockFlow } from './block-flow.ts';
import { equationText, isEquation } from './equation.ts';
import { fieldMark, formFieldText } from './fields.ts';
import { saysMore } from './header-text.ts';
import { type Ground, hiddenText } from './hidden-text.ts';
import { importedHtml } from './imported-html.ts';
import { type ParagraphStyle, paragraphStyles } from './paragraph-styles.ts';
import { runHtml, withoutSeams } from './run-html.ts';
import { readStyles } from './styles.ts';
import { symbol, withoutSymbols } from './symbols.ts';
import { tableHtml } from './table-html.ts';
import { type Attribute, childOf, type XmlElement, xmlReader } from './xml-reader.ts';

/** A paragraph, or a piece of one, while it is read. */
interface Inline {
  html: string;
  properties?: XmlElement | undefined;
  /** Of the run that is being read. */
  font: string;
  /** Text boxes that hang on it. */
  readonly floating: BlockFlow;
  readonly ground: Ground;
  /** Whether the run before was hidden: several of them are one passage. */
  isHidden: boolean;
  /** Instructions of the fields that have begun in it. */
  readonly fields: string[];
}

const plain: ParagraphStyle = { heading: null, item: null };

/**
 * Reads a Word document as HTML. Elements that only hold others (a content control, a link, an insertion) are passed
 * through, so that no text is lost for an element that nobody has thought of.
 */
export function readBody(parts: DocxParts, main: string, tellLeft: Leave): string {
  let left = 0;
  const leave: Leave = (kind) => {
    left += 1;
    tellLeft(kind);
  };
  const ofMain = (kind: string) => {
    const part = parts.relations(main).find((each) => each.kind === kind)?.part;
    return part == null ? undefined : parts.text(part);
  };
  const styles = readStyles(ofMain('styles'));
  const styleOf = paragraphStyles(styles, ofMain('numbering'));
  const isHidden = hiddenText(styles);
  const notes: { part: string; id: string }[] = [];
  const body = readPart(main, () => true);
  const read = notes.map(({ part, id }, index) =>
    readPart(part, (name, attribute) => name.endsWith('note') && attribute('id') === id, `[${index + 1}] `),
  );
  for (const { kind, part } of parts.relations(main)) {
    if (part !== null && /^(?:header|footer)$/.test(kind) && saysMore(parts.text(part) ?? ''))
      leave('header');
  }
  return body + read.join('');

  /** @param wanted the children of the root that are read. */
  function readPart(
    part: string,
    wanted: (name: string, attribute: Attribute) => boolean,
    label = '',
  ): string {
    const reader = xmlReader(parts.text(part) ?? '');
    const relations = once(() => parts.relations(part));
    const flow = blockFlow(label);
    reader.each(() =>
      reader.each((name, attribute) => {
        // A page in a colour is seen on screens only, and text in any colour may be seen on it.
        if (name === 'background') flow.ground = null;
        if (wanted(name, attribute)) readBlocks(flow);
      }),
    );
    return flow.html();

    function related(id: string | undefined): string | undefined {
      return relations().find((each) => each.id === id)?.part ?? undefined;
    }

    function relatedByKind(kind: string): string | undefined {
      return relations().find((each) => each.kind === kind)?.part ?? undefined;
    }

    function readBlocks(into: BlockFlow): void {
      reader.each((name, attribute) => readBlock(name, attribute, into));
    }

    function readBlock(name: string, attribute: Attribute, into: BlockFlow): void {
      switch (name) {
        case 'p':
          return readParagraph(into);
        case 'tbl':
          return into.add(tableHtml(reader, styles, into.ground, leave, readBlock));
        case 'altChunk':
          return into.add(imported(related(attribute('id'))));
        case 'oMathPara':
        case 'oMath':
          return into.addParagraph(plain, xmlText(equationText(reader.tree(name, attribute))));
        case 'sectPr':
        case 'sdtPr':
          return undefined;
        case 'del':
        case 'moveFrom':
          return leave('deletion');
        default:
          return readBlocks(into);
      }
    }

    function readParagraph(into: BlockFlow): void {
      const { carried, ground } = into;
      const floating = blockFlow('', null);
      const paragraph: Inline = { html: carried, font: '', floating, ground, isHidden: false, fields: [] };
      into.carried = '';
      readInline(paragraph);
      const { properties } = paragraph;
      const text = withoutSeams(paragraph.html);
      const mark = childOf(properties, 'rPr');
      if (childOf(mark, 'del') !== undefined || childOf(mark, 'moveFrom') !== undefined) {
        // Its end was deleted: the next paragraph goes on with it.
        into.carried = text;
      } else into.addParagraph(styleOf(properties), text);
      const boxes = floating.html();
      if (boxes !== '') into.add(boxes);
    }

    function readInline(into: Inline): void {
      reader.each((name, attribute) => readPiece(name, attribute, into));
    }

    function readPiece(name: string, attribute: Attribute, into: Inline): void {
      switch (name) {
        case 'pPr':
          into.properties = reader.tree(name, attribute);
          return;
        case 'r':
          return readRun(into);
        case 't':
          into.html += xmlText(withoutSymbols(reader.tree(name, attribute).text, into.font, leave));
          return;
        case 'br':
        case 'cr':
          into.html += '<br />';
          return;
        case 'tab':
        case 'ptab':
          into.html += '\t';
          return;
        case 'noBreakHyphen':
          into.html += '\u2011';
          return;
        case 'softHyphen':
          into.html += '\u00AD';
          return;
        case 'sym':
          into.html += xmlText(symbol(attribute('font') ?? '', attribute('char') ?? '', leave));
          return;
        case 'oMath':
          into.html += xmlText(equationText(reader.tree(name, attribute)));
          return;
        case 'ruby':
          return readRuby(into);
        case 'fldChar': {
          const mark = reader.tree(name, attribute);
          into.html += xmlText(formFieldText(mark));
          const noResult = fieldMark(mark, into.fields);
          return noResult === null ? undefined : leave(noResult);
        }
        case 'instrText':
          if (into.fields.length > 0)
            into.fields[into.fields.length - 1] += reader.tree(name, attribute).text;
          return;
        case 'footnoteReference':
        case 'endnoteReference': {
          const note = relatedByKind(name === 'footnoteReference' ? 'footnotes' : 'endnotes');
          const id = attribute('id');
          if (note === undefined || id === undefined) return leave('part');
          into.html += `<sup>[${notes.push({ part: note, id })}]</sup>`;
          return;
        }
        case 'p':
        case 'tbl':
        case 'altChunk':
          return readBlock(name, attribute, into.floating);
        case 'txbxContent':
        case 'txBody':
          return readBlocks(into.floating);
        case 'textpath':
          into.html += xmlText(attribute('string') ?? '');
          return;
        case 'AlternateContent':
          return readAlternative(into);
        case 'anchor':
          return readDrawing(into);
        case 'shape':
          return /visibility:\s*hidden/.test(attribute('style') ?? '') ? leave('unseen') : readInline(into);
        case 'relIds': {
          // A diagram's words lie in a part of their own.
          const data = related(attribute('dm'));
          if (data === undefined) return leave('part');
          into.floating.add(readPart(data, (child) => child === 'ptLst'));
          return;
        }
        case 'object':
          return leave(isEquation(reader.tree(name, attribute)) ? 'equation' : 'object');
        case 'control':
        case 'contentPart':
          return leave('object');
        case 'chart':
          return leave('chart');
        case 'subDoc':
          return leave('part');
        case 'pic':
        case 'imagedata':
          return leave('picture');
        case 'commentReference':
          return leave('comment');
        case 'del':
        case 'moveFrom':
          return leave('deletion');
        default:
          return readInline(into);
      }
    }

    function readRun(into: Inline): void {
      const run: Inline = { ...into, html: '', font: '', floating: blockFlow('', null) };
      let properties: XmlElement | undefined;
      const notesBefore = notes.length;
      reader.each((name, attribute) => {
        if (name !== 'rPr') return readPiece(name, attribute, run);
        properties = reader.tree(name, attribute);
        run.font = childOf(properties, 'rFonts')?.attribute('ascii') ?? '';
      });
      const boxes = run.floating.html();
      if (run.html === '' && boxes === '') return;
      if (isHidden(properties, into.properties, into.ground)) {
        notes.length = notesBefore;
        const saysNothing = run.html.trim() === '' && boxes === '';
        if (!saysNothing && !into.isHidden) leave('unseen');
        into.isHidden ||= !saysNothing;
        return;
      }
      if (run.html.trim() !== '') into.isHidden = false;
      if (boxes !== '') into.floating.add(boxes);
      into.html += runHtml(run.html, properties);
    }

    /** The text, and in brackets how it is read. */
    function readRuby(into: Inline): void {
      const [base, reading]: [Inline, Inline] = [
        { ...into, html: '' },
        { ...into, html: '' },
      ];
      reader.each((name) => {
        if (name === 'rubyBase') readInline(base);
        if (name === 'rt') readInline(reading);
      });
      into.html += reading.html === '' ? base.html : `${base.html}(${reading.html})`;
    }

    /** A drawing that the selection pane hides says so before its content. */
    function readDrawing(into: Inline): void {
      let isShown = true;
      reader.each((name, attribute) => {
        if (name === 'docPr') isShown = !['1', 'true'].includes(attribute('hidden') ?? '');
        if (isShown) readPiece(name, attribute, into);
        else if (name === 'graphic') leave('unseen');
      });
    }

    /** The same content in several ways, the newest one first: the first that holds anything is read. */
    function readAlternative(into: Inline): void {
      const before = into.html;
      let isRead = false;
      reader.each(() => {
        if (isRead) return;
        const [boxes, leftBefore] = [into.floating.length(), left];
        readInline(into);
        isRead = into.html !== before || into.floating.length() > boxes || left > leftBefore;
      });
    }

    function imported(name: string | undefined): string {
      const bytes = name === undefined ? undefined : parts.bytes(name);
      const html = bytes === undefined ? null : importedHtml(bytes);
      if (html === null) leave('part');
      return html ?? '';
    }
  }
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
