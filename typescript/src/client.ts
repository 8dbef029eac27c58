/** The client: how it is made and copied. Its namespaces and methods come from the table. */

import { bind, Resource, settingsFor } from './call.js';
import { Root } from './generated/resources.js';
import { environment, flag } from './platform.js';
import { changed, checkOptions, OPTIONS, settingsOf } from './settings.js';
import type { ClientSettings, LagClientOptions } from './types.js';

/**
 * The Lag API, for users and robots alike.
 *
 *     const client = new LagClient({ token: 'lag_pat_...' });
 *     for (const server of await client.servers.list()) console.log(server.name);
 */
export class LagClient extends Root {
  /**
   * Make a client; nothing is sent yet.
   *
   * @throws LagInvalidRequestError if an option makes no sense.
   * @throws LagInvalidTokenError if the token has characters that no header can carry.
   */
  constructor(options: LagClientOptions) {
    super();
    const settings = settingsOf(options);
    bind(this, () => settings);
  }

  /**
   * Make a client with the token in the environment variable `LAG_TOKEN`, and with `LAG_BASE_URL`
   * as its base URL if that is set. `LAG_ALLOW_HTTP=1` allows http:// to other machines.
   *
   * @param options - Other options; they win over the environment.
   */
  static fromEnv(options: Partial<LagClientOptions> = {}): LagClient {
    return new LagClient({
      ...options,
      token: options.token ?? environment('LAG_TOKEN') ?? '',
      baseUrl: options.baseUrl ?? environment('LAG_BASE_URL'),
      allowHttp: options.allowHttp ?? flag('LAG_ALLOW_HTTP'),
    });
  }

  /** Whether the token is a robot key. */
  get isRobot(): boolean {
    return settingsFor(this).kind === 'robot';
  }

  /**
   * Return the same client with other options: same token, same limits, same memory.
   *
   * `headers` are added to those of the client.
   */
  withOptions(options: ClientSettings): this {
    checkOptions(options, OPTIONS.copy);
    const settings = changed(settingsFor(this), options);
    const copy = Object.create(Object.getPrototypeOf(this));
    for (const [name, value] of Object.entries(this)) {
      const kind = value?.constructor as new (owner: object) => Resource;
      copy[name] = value instanceof Resource ? new kind(copy) : value;
    }
    bind(copy, () => settings);
    return copy;
  }
}
