// What the packed package does on every platform; it runs as it is in Node, Bun, Deno and browsers.
//
// `config` has the addresses and tokens of two sandboxes, one of which loses responses. The result
// is what was checked; anything wrong is an error.

export async function exercise(sdk, config) {
  const done = [];
  const check = (name, fits) => {
    if (!fits) throw new Error(`${config.platform}: ${name}`);
    done.push(name);
  };
  const failure = (call) =>
    call.then(
      (value) => {
        throw new Error(`${config.platform}: it succeeded: ${JSON.stringify(value)}`);
      },
      (error) => error,
    );
  const { serverId, roomId } = config;
  const client = new sdk.LagClient({ token: config.token, baseUrl: config.url });
  const robot = new sdk.LagClient({ token: config.robotKey, baseUrl: config.url });

  const { data, status, attempts } = await client.users.me().withResponse();
  check('reads', data.username === 'sam' && status === 200 && attempts === 1);
  check('robots', (await robot.identity()).kind === 'robot');
  const error = await failure(client.servers.get('no-such-server'));
  check('errors', error instanceof sdk.LagNotFoundError && error.route === 'servers.get');

  const { messages } = client.servers.rooms;
  const content = `Grüße von ${config.platform} 🎉`;
  const sent = await messages.send(serverId, roomId, { content });
  check('sends', sent.content === content);
  let found = 0;
  for await (const message of messages.iter(serverId, roomId, { limit: 2 }).items()) {
    if (message.content === content) found += 1;
  }
  check('pages', found === 1);

  const pixel = Uint8Array.from(atob(config.pixel), (character) => character.charCodeAt(0));
  const images = [pixel, new Blob([pixel], { type: 'image/png' }), new Blob([pixel]).stream()];
  for (const input of images) {
    const image = await client.images.upload(input, { purpose: 'chat', filename: 'a.png' });
    check('uploads', image.size === pixel.length);
  }
  if (config.path) {
    const image = await client.images.upload(config.path, { purpose: 'chat' });
    check('uploads a path', image.size === pixel.length && image.contentType === 'image/png');
  }

  const controller = new AbortController();
  const events = robot.robots.events.stream({ signal: controller.signal });
  const next = events.next();
  const telling = setInterval(() => {
    messages.send(serverId, roomId, { content: 'event' }).catch(() => {});
  }, 100);
  const { value } = await next;
  clearInterval(telling);
  check('streams', value.type === 'room.message' && value.data.content === 'event');
  await events.return();

  const secret = 'whsec_MDEyMzQ1Njc4OWFiY2RlZg==';
  const body = '{"type":"room.message","data":{"content":"hi"}}';
  const timestamp = new Date();
  const headers = await sdk.webhooks.sign(body, secret, { id: 'wh1', timestamp });
  const event = await sdk.webhooks.verify(body, new Headers(headers), secret);
  check('webhooks', event.id === 'wh1' && event.data.content === 'hi');
  const forged = await failure(sdk.webhooks.verify(`${body} `, headers, secret));
  check('forged webhooks', forged.code === 'wrong_signature');

  const nobody = new sdk.LagClient({ token: config.token, baseUrl: config.closed });
  const lost = await failure(nobody.servers.create({ name: 'x' }, { maxRetries: 0 }));
  check('connections', lost instanceof sdk.LagConnectionError);
  // A browser does not say whether a request was sent; it may have been, then.
  check('outcomes', lost.outcome === (config.isBrowser ? 'unknown' : 'not_sent'));
  const slow = await failure(
    new sdk.LagClient({ token: config.token, baseUrl: config.slow }).users.me({ deadlineMs: 200 }),
  );
  check('deadlines', slow instanceof sdk.LagTimeoutError);
  const aborting = new AbortController();
  setTimeout(() => aborting.abort(), 50);
  const aborted = await failure(
    new sdk.LagClient({ token: config.token, baseUrl: config.slow }).users.me({
      signal: aborting.signal,
    }),
  );
  check('signals', aborted instanceof sdk.LagAbortError);

  // Responses are lost, whatever the platform does about its connections: nothing comes twice.
  let posts = 0;
  const counting = (url, init) => {
    if (init.method === 'POST') posts += 1;
    return fetch(url, init);
  };
  const { token, url } = config.lossy;
  const lossy = new sdk.LagClient({ token, baseUrl: url, fetch: counting });
  const own = lossy.servers.rooms.messages;
  const texts = Array.from({ length: 25 }, (_, index) => `${config.platform} ${index}`);
  const fine = [];
  for (const text of texts) {
    const { serverId: server, roomId: room } = config.lossy;
    const result = await own.send(server, room, { content: text }).catch((problem) => problem);
    if (!(result instanceof Error)) fine.push(text);
    else if (result.outcome !== 'unknown') throw result;
  }
  const stored = {};
  for await (const message of own.iter(config.lossy.serverId, config.lossy.roomId).items()) {
    if (texts.includes(message.content))
      stored[message.content] = (stored[message.content] ?? 0) + 1;
  }
  const twice = Object.keys(stored).filter((text) => stored[text] > 1);
  const missing = fine.filter((text) => !stored[text]);
  check(`one POST for each message: ${posts}`, posts === texts.length);
  // Over HTTP/1.1 a browser repeats a POST by itself when a connection breaks that it used before.
  check(`no message twice: ${twice.length}`, config.isBrowser || twice.length === 0);
  check(`no false success: ${missing.length}`, missing.length === 0);
  return done;
}
