/** Something that a document tells about: a whole, its parts, and their parts. */
export interface Fact {
  name: string;
  text: string;
  number: number | null;
  /** What a table's columns say of it, by header in lower case. */
  fields: Record<string, string>;
  parts: Fact[];
}

export function fact(name: string, text = '', number: number | null = null): Fact {
  return { name, text, number, fields: {}, parts: [] };
}
