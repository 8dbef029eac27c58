/** Arguments to request: every value is checked here, before anything is sent. */

import { LagInvalidRequestError } from './errors.js';
import type { Row } from './route.js';
import { unfit } from './settings.js';

/** The file of a form, read and checked. */
export interface UploadFile {
  readonly blob: Blob;
  readonly filename: string;
  readonly contentType: string;
}

/** What a method was called with. */
export interface Call {
  /** The path values, in the order of the placeholders. */
  readonly path: readonly unknown[];
  /** The fields of the query, the body or the form, by wire name. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** One request, complete: the same object serves every attempt. */
export interface Request {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body?: string | Blob;
}

/** Return all ids among the arguments of a call, by name. */
export function idsOf(row: Row, call: Call): Record<string, string> {
  const names = [...row.path.matchAll(/{(.*?)}/g)].map(([, name = '']) => name);
  const path = names.map((name, index) => [name, call.path[index]] as const);
  const all = [...path, ...Object.entries(call.fields)];
  return Object.fromEntries(
    all.filter(
      (pair): pair is [string, string] => /Id$/.test(pair[0]) && typeof pair[1] === 'string',
    ),
  );
}

/** Return what identifies equal requests. */
export function keyOf({ url, body }: Request): string {
  return `${url} ${body}`;
}

/**
 * Build the request of a call.
 *
 * @param path - The route's path for the credential, its placeholders still in it.
 * @param headers - The headers that every request of the client has.
 * @param file - The file of a form.
 */
export function build(
  row: Row,
  call: Call,
  baseUrl: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  file?: UploadFile,
): Request {
  let index = 0;
  const filled = path.replace(/{(.*?)}/g, (_, name: string) => segment(name, call.path[index++]));
  const fields = checkedFields(row, call.fields);
  const url = baseUrl + filled;
  const { method, where } = row;
  if (where === 'query') {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(fields)) query.append(name, String(value));
    const text = query.toString();
    return { method, url: text ? `${url}?${text}` : url, headers: { ...headers } };
  }
  if (where === 'form') return { method, url, ...form(row, fields, headers, file as UploadFile) };
  if (where !== 'body') return { method, url, headers: { ...headers } };
  const type = { 'content-type': 'application/json' };
  return { method, url, headers: { ...headers, ...type }, body: json(fields) };
}

/** Return a path value as exactly one segment: one that could name another route is refused. */
export function segment(name: string, value: unknown): string {
  if (typeof value !== 'string' || value === '') throw unfit(name, 'a non-empty string', value);
  if (value === '.' || value === '..') throw unfit(name, 'a single path segment', value);
  if (/\p{Cc}/u.test(value)) throw unfit(name, 'an id without control characters', value);
  try {
    const percent = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
    return encodeURIComponent(value).replace(/[!'()*]/g, percent);
  } catch {
    throw unfit(name, 'text that UTF-8 can carry', value);
  }
}

const KINDS: Readonly<Record<string, readonly [string, (value: unknown) => boolean]>> = {
  str: ['a string', (value) => typeof value === 'string'],
  int: ['a whole number', (value) => Number.isSafeInteger(value)],
  bool: ['true or false', (value) => typeof value === 'boolean'],
  time: [
    'ISO 8601 text',
    (value) => typeof value === 'string' || (value instanceof Date && !Number.isNaN(+value)),
  ],
  of: ['a string', (value) => typeof value === 'string'],
  image: ['a path, a Blob, bytes or a stream', (value) => value !== null],
};

/**
 * Return the fields that are sent. null counts as left out where it clears nothing; a field that
 * this version does not know goes as it is, because a newer API may know it.
 */
function checkedFields(row: Row, given: unknown): Record<string, unknown> {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw unfit(row.where === 'query' ? 'params' : 'body', 'an object', given);
  }
  const specs = row.fields ?? {};
  const sent: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined && !(name in specs)) sent[name] = value;
  }
  for (const [name, spec] of Object.entries(specs)) {
    const value = (given as Record<string, unknown>)[name];
    const [, kind = '', mark, low, high] = /^(\w+)([!?]?)(?: (\d+) to (\d+))?$/.exec(spec) ?? [];
    const [expected, fits] = KINDS[kind] ?? ['', () => true];
    if (value === undefined || (value === null && mark !== '?')) {
      if (mark === '!') throw unfit(name, expected, value);
    } else if (value !== null && !fits(value)) {
      throw unfit(name, expected, value);
    } else if (typeof value === 'number' && (value < Number(low) || value > Number(high))) {
      throw unfit(name, `${low} to ${high}`, value);
    } else {
      sent[name] = value;
    }
  }
  return sent;
}

function json(fields: Readonly<Record<string, unknown>>): string {
  try {
    return JSON.stringify(fields);
  } catch (error) {
    throw new LagInvalidRequestError('`body` must be values that JSON can carry', error);
  }
}

/** Lay out a multipart/form-data body: the small fields, and the file after them. */
function form(
  row: Row,
  fields: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>>,
  file: UploadFile,
): Pick<Request, 'headers' | 'body'> {
  const boundary = `lag-${randomText()}`;
  const head = (name: string) =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"`;
  const parts: (string | Blob)[] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (!isUpload(row, name)) parts.push(`${head(name)}\r\n\r\n${String(value)}\r\n`);
  }
  const name = Object.keys(fields).find((field) => row.fields?.[field]?.startsWith('image')) ?? '';
  const type = `multipart/form-data; boundary=${boundary}`;
  parts.push(
    `${head(name)}; filename="${quoted(file.filename)}"\r\n`,
    `Content-Type: ${file.contentType}\r\n\r\n`,
    file.blob,
    `\r\n--${boundary}--\r\n`,
  );
  return { headers: { ...headers, 'content-type': type }, body: new Blob(parts, { type }) };
}

/** Whether a field is the file of a form, or describes it. */
function isUpload(row: Row, name: string): boolean {
  return /^(?:image|of)/.test(row.fields?.[name] ?? '');
}

function randomText(): string {
  return Array.from({ length: 4 }, () => Math.random().toString(36).slice(2, 10)).join('');
}

function quoted(name: string): string {
  return name.replace(/\r/g, '%0D').replace(/\n/g, '%0A').replace(/"/g, '%22');
}
