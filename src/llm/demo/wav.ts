const headerBytes = 44;

/** A WAV file of one channel with 16 bits a sample. Samples beyond -1 and 1 are cut off. */
export function wav(pieces: readonly Float32Array[], sampleRate: number): Uint8Array {
  const count = pieces.reduce((sum, { length }) => sum + length, 0);
  const bytes = new Uint8Array(headerBytes + count * 2);
  const view = new DataView(bytes.buffer);
  const tag = (offset: number, name: string) => bytes.set(new TextEncoder().encode(name), offset);
  tag(0, 'RIFF');
  view.setUint32(4, bytes.length - 8, true);
  tag(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  tag(36, 'data');
  view.setUint32(40, count * 2, true);
  let at = headerBytes;
  for (const piece of pieces) {
    for (const sample of piece) {
      view.setInt16(at, Math.round(Math.max(-1, Math.min(1, sample)) * 32_767), true);
      at += 2;
    }
  }
  return bytes;
}
