/** A sandbox Lag API for the tests of one file: `before` starts it, `after` ends it. */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface, type Interface } from 'node:readline';
import { after } from 'node:test';
import { LagClient, type LagClientOptions } from '../../src/index.js';
import { root } from './paths.js';

export interface SandboxOptions {
  faults?: readonly string[];
  seed?: number;
  /** Ids that count, and a clock that ticks. */
  counters?: boolean;
  keepalive_seconds?: number;
  journal_entries?: number;
  /** Origins of web pages that may call it. */
  cors?: string;
}

interface Facts {
  url: string;
  token: string;
  robot_key: string;
  server_id: string;
  room_id: string;
  tokens: Record<string, string>;
}

// Of the file: a hook that a hook registers runs at once.
const running: Sandbox[] = [];
after(() => Promise.all(running.map((sandbox) => sandbox.stop())));

/** Return a Python that has the sandbox; one is made where there is none. */
export function python(): string {
  const own = process.env.LAGCLIENT_PYTHON;
  const made = `${root}/node_modules/.cache/sandbox`;
  for (const candidate of [own, `${root}/../.venv/bin/python`, `${made}/bin/python`, 'python3']) {
    if (!candidate || (candidate.includes('/') && !existsSync(candidate))) continue;
    try {
      execFileSync(candidate, ['-c', 'import lagclient.sandbox, starlette'], { stdio: 'ignore' });
      return candidate;
    } catch {
      // The next one.
    }
  }
  execFileSync('python3', ['-m', 'venv', made]);
  execFileSync(`${made}/bin/python`, ['-m', 'pip', 'install', '-q', `${root}/..[sandbox]`]);
  return `${made}/bin/python`;
}

export class Sandbox {
  readonly url: string;
  readonly token: string;
  readonly robotKey: string;
  readonly serverId: string;
  readonly roomId: string;
  readonly tokens: Record<string, string>;

  private constructor(
    private readonly child: ChildProcess,
    private readonly lines: AsyncIterator<string>,
    facts: Facts,
  ) {
    this.url = facts.url;
    this.token = facts.token;
    this.robotKey = facts.robot_key;
    this.serverId = facts.server_id;
    this.roomId = facts.room_id;
    this.tokens = facts.tokens;
  }

  /** Start a sandbox; it ends with the tests of the file. */
  static async start(options: SandboxOptions = {}): Promise<Sandbox> {
    const script = `${root}/test/kit/sandbox.py`;
    const child = spawn(python(), [script, JSON.stringify(options)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const reader: Interface = createInterface({ input: child.stdout });
    const lines = reader[Symbol.asyncIterator]();
    const first = await lines.next();
    const sandbox = new Sandbox(child, lines, JSON.parse(first.value) as Facts);
    running.push(sandbox);
    return sandbox;
  }

  /** Call a method of the Python `Sandbox`. */
  async ask<T>(method: string, ...args: unknown[]): Promise<T> {
    this.child.stdin?.write(`${JSON.stringify([method, ...args])}\n`);
    const { value } = await this.lines.next();
    return JSON.parse(value) as T;
  }

  /** A client of a user; of Sam, who owns the server, if no name is passed. */
  client(options: Partial<LagClientOptions> = {}, user = 'sam'): LagClient {
    return new LagClient({ token: this.tokens[user] ?? '', baseUrl: this.url, ...options });
  }

  /** A client of the server's robot. */
  robot(options: Partial<LagClientOptions> = {}): LagClient {
    return new LagClient({ token: this.robotKey, baseUrl: this.url, ...options });
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    this.child.stdin?.end();
    await once(this.child, 'exit');
  }
}
