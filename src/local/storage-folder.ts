import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { App } from '@supabase/lite';

type StorageAdapter = NonNullable<App['_storageAdapter']>;

/** Keeps the objects of the local Storage as files in a folder. */
export function storageFolder(folder: string): StorageAdapter {
  const pathOf = (bucket: string, key: string) => {
    const path = resolve(folder, bucket, key);
    if (!path.startsWith(resolve(folder) + sep))
      throw new Error(`The object ${bucket}/${key} is outside the storage.`);
    return path;
  };
  const describe = async (path: string) => {
    const { size, mtime } = await stat(path);
    const eTag = `"${createHash('sha1').update(`${size}:${mtime.getTime()}`).digest('hex')}"`;
    const type = await readFile(`${path}.type`, 'utf8').catch(() => 'application/octet-stream');
    return { cacheControl: 'no-cache', contentLength: size, size, mimetype: type, lastModified: mtime, eTag };
  };

  return {
    driver: null,
    async getObject(bucket, key) {
      const path = pathOf(bucket, key);
      return { httpStatusCode: 200, metadata: await describe(path), body: await readFile(path) };
    },
    async uploadObject(bucket, key, _version, body, contentType) {
      const path = pathOf(bucket, key);
      const bytes = body instanceof Uint8Array ? body : await collect(body as ReadableStream<Uint8Array>);
      await mkdir(dirname(path), { recursive: true });
      await Promise.all([writeFile(path, bytes), writeFile(`${path}.type`, contentType)]);
      return describe(path);
    },
    async deleteObject(bucket, key) {
      const path = pathOf(bucket, key);
      await Promise.all([rm(path, { force: true }), rm(`${path}.type`, { force: true })]);
    },
    async deleteObjects(bucket, keys) {
      await Promise.all(keys.map((key) => this.deleteObject(bucket, key, undefined)));
    },
    async copyObject(bucket, key, _version, toBucket, toKey) {
      const [from, to] = [pathOf(bucket, key), pathOf(toBucket, toKey)];
      await mkdir(dirname(to), { recursive: true });
      await Promise.all([copyFile(from, to), copyFile(`${from}.type`, `${to}.type`)]);
      const { eTag, lastModified } = await describe(to);
      return { httpStatusCode: 200, eTag, lastModified };
    },
    headObject: (bucket, key) => describe(pathOf(bucket, key)),
    privateAssetUrl: async (bucket, key) => new URL(`file://${join('/', pathOf(bucket, key))}`).href,
  };
}

async function collect(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return Buffer.concat(await Readable.fromWeb(stream).toArray());
}
