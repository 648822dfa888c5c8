/** Whether a header or footer says more than which page of how many it is. */
export function saysMore(xml: string): boolean {
  const text = [...xml.matchAll(/<(?:\w+:)?t(?:\s[^<>]*)?>([^<]*)</g)].map(([, words]) => words).join('');
  return (text.match(/\p{L}{2,}/gu) ?? []).length > 2;
}
