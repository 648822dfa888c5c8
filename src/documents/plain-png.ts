import { crc32, deflateSync } from 'node:zlib';

/** A PNG of one pixel in a colour (`#rrggbb`). */
export function plainPng(color: string): Uint8Array {
  const size = Buffer.from([0, 0, 0, 1]);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    // One by one, eight bits a channel, true colour.
    chunk('IHDR', Buffer.concat([size, size, Buffer.from([8, 2, 0, 0, 0])])),
    chunk('IDAT', deflateSync(Buffer.from(`00${color.slice(1)}`, 'hex'))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.byteLength);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
