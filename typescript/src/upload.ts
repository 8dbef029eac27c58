/** Files to send: measured before, and identical on every attempt. */

import { LagInvalidRequestError } from './errors.js';
import { IMAGE_MAX_SIZE_BYTES } from './generated/models.js';
import { openFile } from './platform.js';
import type { UploadFile } from './request.js';
import type { Row } from './route.js';
import { unfit } from './settings.js';
import type { BlobLike, ByteStreamLike } from './types.js';

const TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  heic: 'image/heic',
  heif: 'image/heif',
};

/**
 * Read the file that an `ImageInput` stands for. A path or a `File` has name and type; what is
 * passed beside it wins.
 */
export async function uploadOf(
  row: Row,
  fields: Readonly<Record<string, unknown>>,
): Promise<UploadFile> {
  const { filename, contentType } = fields;
  const part = Object.keys(row.fields ?? {}).find((key) => row.fields?.[key]?.startsWith('image'));
  const input = part && fields[part];
  const name = textOf('filename', filename) ?? nameOf(input) ?? 'upload.bin';
  const fromName = TYPES[name.split('.').pop()?.toLowerCase() ?? ''];
  const own = isBlobLike(input) ? input.type : '';
  const type = textOf('contentType', contentType) || own || fromName || 'application/octet-stream';
  if (/[^\t -~]/.test(type)) throw unfit('contentType', 'a content type like image/png', type);
  const blob = await blobOf(input);
  if (blob.size > IMAGE_MAX_SIZE_BYTES) throw tooLarge(name, blob.size);
  return { blob, filename: name, contentType: type };
}

async function blobOf(input: unknown): Promise<Blob> {
  if (typeof input === 'string') return openFile(input);
  if (input instanceof Blob) return input;
  // A copy: the caller may change the bytes between two attempts.
  if (input instanceof ArrayBuffer || ArrayBuffer.isView(input)) {
    return new Blob([input as ArrayBuffer]);
  }
  // Of another realm, or of a polyfill.
  if (isBlobLike(input)) {
    if (input.size > IMAGE_MAX_SIZE_BYTES) throw tooLarge('input', input.size);
    return new Blob([await input.arrayBuffer()]);
  }
  const chunks = chunksOf(input);
  if (!chunks) throw unfit('input', 'a path, a Blob, bytes or a stream', input);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  try {
    for await (const chunk of chunks) {
      if (!ArrayBuffer.isView(chunk)) throw unfit('input', 'a stream of bytes', chunk);
      size += chunk.byteLength;
      if (size > IMAGE_MAX_SIZE_BYTES) throw tooLarge('input', size);
      parts.push(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength).slice());
    }
  } catch (error) {
    if (error instanceof LagInvalidRequestError) throw error;
    throw new LagInvalidRequestError('`input` must be a stream that can be read to its end', error);
  }
  // A stream that was read before is empty.
  if (size === 0) throw unfit('input', 'a stream that has bytes', 'an empty one');
  return new Blob(parts);
}

function isBlobLike(input: unknown): input is BlobLike {
  return typeof (Object(input) as Partial<BlobLike>).arrayBuffer === 'function';
}

function chunksOf(input: unknown): AsyncIterable<ArrayBufferView> | null {
  if (typeof input !== 'object' || input === null) return null;
  if (Symbol.asyncIterator in input) return input as AsyncIterable<ArrayBufferView>;
  // Browsers that cannot iterate over their streams yet.
  return 'getReader' in input ? read(input as ByteStreamLike) : null;
}

async function* read(stream: ByteStreamLike): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || !value) return;
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}

function nameOf(input: unknown): string | undefined {
  if (typeof input === 'string') return input.split(/[\\/]/).pop() || undefined;
  const name = typeof input === 'object' && input && 'name' in input ? input.name : undefined;
  return typeof name === 'string' && name ? name : undefined;
}

function textOf(name: string, value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw unfit(name, 'a string', value);
  return value;
}

function tooLarge(name: string, size: number): LagInvalidRequestError {
  return new LagInvalidRequestError(
    `\`${name}\` must be at most ${IMAGE_MAX_SIZE_BYTES} bytes, not ${size} or more`,
  );
}
