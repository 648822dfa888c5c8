import { xmlText } from './xml-text.ts';

interface Metadata {
  info: Record<string, unknown>;
  _addInfo(): void;
}

/** Lets the library, which writes a document's title and author into XML as they are, write them escaped. */
export function escapeMetadata(doc: PDFKit.PDFDocument): void {
  const metadata = doc as unknown as Metadata;
  const addInfo = metadata._addInfo.bind(doc);
  metadata._addInfo = () => {
    const { info } = metadata;
    metadata.info = Object.fromEntries(
      Object.entries(info).map(([name, value]) => [name, typeof value === 'string' ? xmlText(value) : value]),
    );
    addInfo();
    metadata.info = info;
  };
}
