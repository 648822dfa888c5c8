import { isOn, valueOf, type XmlElement } from './xml-reader.ts';

/** The HTML of a run of text that looks the same: bold, italic, raised or lowered. */
export function runHtml(html: string, properties: XmlElement | undefined): string {
  if (html.trim() === '') return html;
  const raised = valueOf(properties, 'vertAlign');
  const tags = [
    ...(isOn(properties, 'b') ? ['strong'] : []),
    ...(isOn(properties, 'i') ? ['em'] : []),
    ...(raised === 'superscript' ? ['sup'] : raised === 'subscript' ? ['sub'] : []),
  ];
  return tags.reduceRight((inner, tag) => `<${tag}>${inner}</${tag}>`, html);
}

/** Word splits a word wherever it was edited; what looks the same is one piece again. */
export function withoutSeams(html: string): string {
  return ['strong', 'em', 'sup', 'sub'].reduce((text, tag) => text.replaceAll(`</${tag}><${tag}>`, ''), html);
}
