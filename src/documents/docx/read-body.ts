import type { DocxParts } from '../../overtime/files.ts';
import type { Leave } from '../left-out.ts';
import { xmlText } from '../xml-text.ts';
import { type BlockFlow, blockFlow } from './block-flow.ts';
import { equationText } from './equation.ts';
import { fieldLeavesOut, formFieldText } from './fields.ts';
import { importedHtml } from './imported-html.ts';
import { type ParagraphStyle, paragraphStyles } from './paragraph-styles.ts';
import { symbol, withoutSymbols } from './symbols.ts';
import { tableHtml } from './table-html.ts';
import { type Attribute, childOf, isOn, valueOf, type XmlElement, xmlReader } from './xml-reader.ts';

/** A paragraph, or a piece of one, while it is read. */
interface Inline {
  html: string;
  properties?: XmlElement | undefined;
  /** Of the run that is being read. */
  font: string;
  /** Text boxes that hang on it. */
  readonly floating: BlockFlow;
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
  const styles = styleReader(parts, main);
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
          return into.add(tableHtml(reader, leave, readBlock));
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
      const paragraph: Inline = { html: into.carried, font: '', floating: blockFlow(), fields: [] };
      into.carried = '';
      readInline(paragraph);
      const { properties, floating } = paragraph;
      const text = withoutSeams(paragraph.html);
      const mark = childOf(properties, 'rPr');
      if (childOf(mark, 'del') !== undefined || childOf(mark, 'moveFrom') !== undefined) {
        // Its end was deleted: the next paragraph goes on with it.
        into.carried = text;
      } else into.addParagraph(styles(properties), text);
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
        case 'fldChar':
          into.html += xmlText(formFieldText(reader.tree(name, attribute)));
          if (attribute('fldCharType') === 'begin') into.fields.push('');
          // What comes now is its result.
          if (attribute('fldCharType') === 'separate' && into.fields.length > 0)
            into.fields[into.fields.length - 1] = '';
          if (attribute('fldCharType') === 'end') {
            const noResult = fieldLeavesOut(into.fields.pop() ?? '');
            if (noResult !== null) leave(noResult);
          }
          return;
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
      const run: Inline = { ...into, html: '', font: '' };
      let properties: XmlElement | undefined;
      reader.each((name, attribute) => {
        if (name !== 'rPr') return readPiece(name, attribute, run);
        properties = reader.tree(name, attribute);
        run.font = childOf(properties, 'rFonts')?.attribute('ascii') ?? '';
      });
      const raised = valueOf(properties, 'vertAlign');
      const tags = [
        ...(isOn(properties, 'b') ? ['strong'] : []),
        ...(isOn(properties, 'i') ? ['em'] : []),
        ...(raised === 'superscript' ? ['sup'] : raised === 'subscript' ? ['sub'] : []),
      ];
      into.html +=
        run.html.trim() === ''
          ? run.html
          : tags.reduceRight((html, tag) => `<${tag}>${html}</${tag}>`, run.html);
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

function styleReader(parts: DocxParts, main: string): (properties: XmlElement | undefined) => ParagraphStyle {
  const relations = parts.relations(main);
  return paragraphStyles((kind) => {
    const name = relations.find((each) => each.kind === kind)?.part;
    return name == null ? undefined : parts.text(name);
  });
}

/** Whether a header or footer says more than which page of how many it is. */
function saysMore(xml: string): boolean {
  const text = [...xml.matchAll(/<(?:\w+:)?t(?:\s[^<>]*)?>([^<]*)</g)].map(([, words]) => words).join('');
  return (text.match(/\p{L}{2,}/gu) ?? []).length > 2;
}

/** Word splits a word wherever it was edited; what looks the same is one piece again. */
function withoutSeams(html: string): string {
  return ['strong', 'em', 'sup', 'sub'].reduce((text, tag) => text.replaceAll(`</${tag}><${tag}>`, ''), html);
}

function isEquation({ name, attribute, children }: XmlElement): boolean {
  return (name === 'OLEObject' && /^Equation/i.test(attribute('ProgID') ?? '')) || children.some(isEquation);
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
