/** A server on loopback that answers as a test says, and remembers what it was asked. */

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';

export interface Seen {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

export type Answer = (request: Seen, response: ServerResponse, count: number) => unknown;

export interface Server {
  url: string;
  seen: Seen[];
  close(): void;
}

// Of the file: a hook that a hook registers runs at once.
const running: (() => void)[] = [];
after(() => {
  for (const close of running) close();
});

/** Start a server; it ends with the tests of the file. */
export async function serve(answer: Answer): Promise<Server> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url = '', headers } = request;
    const one = { method, url, headers, body: Buffer.concat(chunks) };
    seen.push(one);
    await answer(one, response, seen.length);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  running.push(close);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, close };
}

/** Answer with JSON. */
export function json(
  response: ServerResponse,
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** Answer requests one after the other; the last answer goes on. */
export function script(...answers: readonly [number, unknown, Record<string, string>?][]): Answer {
  return (_, response, count) => {
    const [status, body, headers] = answers[Math.min(count, answers.length) - 1] ?? [500, null];
    json(response, body, status, headers);
  };
}
