// The page of the sandbox in headless Chromium, against a sandbox of its own for each test.
//
//   npm ci --prefix tests/browser && node --test tests/browser/
//
// LAGCLIENT_PYTHON is the Python that has lagclient (python3 by default), BROWSER_PATH another browser
// than that of /usr/bin, and SCREENSHOTS a folder for pictures. Without a browser all tests are
// skipped and say so; with REQUIRE_BROWSER they fail.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const BROWSERS = process.env.BROWSER_PATH ? [process.env.BROWSER_PATH] : NAMES.map((name) => `/usr/bin/${name}`);
const executablePath = BROWSERS.find(existsSync);
const skip = executablePath || process.env.REQUIRE_BROWSER ? false : `no browser on this machine: ${BROWSERS.join(', ')}`;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = process.env.SCREENSHOTS;
if (folder) mkdirSync(folder, { recursive: true });

let browser;
before(async () => {
  if (skip) return;
  // Root may not use the browser's own sandbox, as in a container.
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
});
after(() => browser?.close());

/** Start a sandbox; it ends with the test. */
async function sandbox(context, ...options) {
  const python = process.env.LAGCLIENT_PYTHON ?? 'python3';
  const child = spawn(python, ['-m', 'lagclient', 'sandbox', '--json', ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
  child.once('error', (error) => child.stdout.destroy(error));
  const end = () => {
    child.kill('SIGINT');
    return ended;
  };
  context.after(end);
  let text = '';
  for await (const piece of child.stdout) {
    text += piece;
    if (text.includes('\n')) break;
  }
  assert.ok(text, `${python} must have lagclient[sandbox]: set LAGCLIENT_PYTHON`);
  return { ...JSON.parse(text), end };
}

/** Call the API as a program does. */
async function call(lag, line, body, authorization = `Bearer ${lag.token}`) {
  const [method, path] = line.split(' ');
  const url = lag.url + path.replace('{server}', lag.server_id).replace('{room}', lag.room_id);
  const headers = { Authorization: authorization, ...(body && { 'Content-Type': 'application/json' }) };
  const response = await fetch(url, { method, headers, body: body && JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}

const MESSAGES = '/servers/{server}/rooms/{room}/messages';

/** Open the page. At the end of the test there was no error, and no request to another host. */
async function open(context, lag, { width = 1280, height = 800, ...options } = {}) {
  const page = await browser.newPage({ viewport: { width, height }, ...options });
  const wrong = [];
  page.on('pageerror', (error) => wrong.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()));
  page.on('request', (request) => {
    if (!request.url().startsWith(`${lag.url}/`) && !request.url().startsWith('data:')) wrong.push(request.url());
  });
  page.wrong = wrong;
  context.after(async () => {
    await page.close();
    assert.deepEqual(wrong, []);
  });
  await page.goto(lag.url);
  await page.locator('#live.on').waitFor();
  return page;
}

const row = (page, text) => page.locator('#log li', { hasText: text }).first();

test('A request appears while it is made, with its route, its caller and its bodies', { skip }, async (context) => {
  const lag = await sandbox(context);
  const page = await open(context, lag);
  await page.getByText('No requests yet').waitFor();
  const secret = `the token ${lag.token}`;
  await call(lag, `POST ${MESSAGES}`, { content: secret });
  const shown = row(page, 'servers.rooms.messages.send');
  await shown.waitFor();
  assert.match(await shown.innerText(), /POST[^]*sam[^]*201[^]*ms/);
  await shown.getByRole('button').focus();
  await page.keyboard.press('Enter');
  const detail = page.getByRole('article', { name: 'Request' });
  await detail.getByText('"content"').first().waitFor();
  assert.match(await detail.innerText(), /sam \(user\)/);
  assert.ok(!(await page.content()).includes(lag.token), 'a token is in the page');
  await page.keyboard.press('Escape');
  assert.equal(await detail.isVisible(), false);
  assert.equal(await page.evaluate(() => document.activeElement.closest('li') !== null), true);
});

test('Requests are filtered, paused and cleared', { skip }, async (context) => {
  const lag = await sandbox(context);
  const page = await open(context, lag);
  await call(lag, 'GET /users/me');
  await call(lag, 'GET /nowhere');
  await row(page, '/nowhere').waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('users me');
  assert.equal(await row(page, '/nowhere').isVisible(), false);
  assert.equal(await row(page, '/users/me').isVisible(), true);
  await page.keyboard.press('ArrowDown');
  assert.equal(await page.evaluate(() => document.activeElement.title), '/users/me');
  await page.fill('#search', '');
  await page.getByLabel('Failed').check();
  assert.equal(await row(page, '/nowhere').isVisible(), true);
  assert.equal(await row(page, '/users/me').isVisible(), false);
  await page.getByLabel('Failed').uncheck();
  await page.getByRole('button', { name: 'Pause' }).click();
  await call(lag, 'GET /health');
  await page.getByRole('button', { name: 'Continue (1)' }).click();
  await row(page, '/health').waitFor();
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.getByText('No requests yet').waitFor();
});

test('A person and a robot say something, and the API has it', { skip }, async (context) => {
  const lag = await sandbox(context);
  const page = await open(context, lag);
  for (const name of ['Mira', 'Beacon (robot)']) {
    await page.getByLabel('Say it as').selectOption({ label: name });
    await page.getByLabel('Message', { exact: true }).fill(`I am ${name}`);
    await page.keyboard.press('Enter');
    await page.getByRole('log').getByText(`I am ${name}`).waitFor();
  }
  const { body } = await call(lag, `GET ${MESSAGES}?limit=2`);
  assert.deepEqual(body.messages.map((one) => one.username), ['Beacon', 'mira']);
  const other = await call(lag, 'POST /servers/{server}/rooms', { name: 'new-room' });
  assert.equal(other.status, 200);
  await page.getByRole('button', { name: '# new-room' }).click();
  await page.getByText('No messages yet').waitFor();
  await page.getByRole('tab', { name: 'Robots' }).click();
  await page.locator('#events').getByText('room.created').waitFor();
});

test('A fault strikes until it is switched off', { skip }, async (context) => {
  const lag = await sandbox(context);
  const page = await open(context, lag);
  await page.getByRole('tab', { name: 'Faults' }).click();
  await page.getByLabel('What happens').selectOption('error');
  await page.getByLabel('To which routes').fill('users.*');
  await page.getByLabel('Status', { exact: true }).fill('503');
  await page.getByRole('button', { name: 'Switch on' }).click();
  const fault = page.getByRole('switch', { name: 'Refuse with a server error (503)' });
  await fault.waitFor();
  assert.equal((await call(lag, 'GET /users/me')).status, 503);
  await page.getByText('struck 1 time').waitFor();
  await fault.press('Space');
  await page.locator('[role="switch"][aria-checked="false"]').waitFor();
  assert.equal((await call(lag, 'GET /users/me')).status, 200);
  await page.getByRole('tab', { name: 'Requests' }).click();
  assert.match(await row(page, 'attempt 2').innerText(), /200/);
  await page.getByRole('tab', { name: 'Faults' }).click();
  await page.getByLabel('To which routes').fill('no.route');
  await page.getByRole('button', { name: 'Switch on' }).click();
  await page.getByRole('alert').getByText('The routes of a fault must be').waitFor();
  page.wrong.length = 0; // Chromium logs the refusal
});

test('A person joins, and the clock moves', { skip }, async (context) => {
  const lag = await sandbox(context);
  const page = await open(context, lag);
  await page.getByRole('tab', { name: 'People' }).click();
  await page.getByLabel('A new person').fill('nora');
  await page.keyboard.press('Enter');
  await page.getByText('@nora').waitFor();
  await page.getByLabel('Status of Nora').selectOption('idle');
  await page.locator('#clock summary').click();
  await page.getByRole('button', { name: '1 day' }).click();
  await page.getByText('+1 d').waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await page.getByRole('button', { name: '1 day' }).isVisible(), false);
  const { body } = await call(lag, `POST ${MESSAGES}`, { content: 'tomorrow' });
  const hours = (Date.parse(body.createdAt) - Date.now()) / 3600_000;
  assert.ok(hours > 23 && hours < 25, `${hours} hours`);
  const { body: server } = await call(lag, 'GET /servers/{server}');
  assert.ok(server.members.some((one) => one.username === 'nora' && one.status === 'idle'));
});

test('Webhooks show their attempts', { skip }, async (context) => {
  const statuses = [500, 200];
  const receiver = createServer((request, response) => {
    request.resume();
    response.writeHead(statuses.shift() ?? 200).end();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => receiver.once('listening', resolve));
  context.after(() => receiver.close());
  const url = `http://127.0.0.1:${receiver.address().port}/hooks`;
  const lag = await sandbox(context, '--webhook', url, '--webhook-pace', '0.001');
  const page = await open(context, lag);
  await call(lag, `POST ${MESSAGES}`, { content: 'hi' });
  assert.match(await row(page, 'attempt 2').innerText(), /room\.message to Listener/);
  await page.getByRole('tab', { name: 'Robots' }).click();
  await page.getByRole('cell', { name: '2 of 10' }).waitFor();
  await page.getByText('1 delivered').waitFor();
});

test('The page follows a sandbox that is started again', { skip }, async (context) => {
  const first = await sandbox(context);
  const page = await open(context, first);
  await call(first, 'GET /users/me');
  await row(page, '/users/me').waitFor();
  await first.end();
  await page.locator('#live', { hasText: 'Not connected' }).waitFor();
  const port = new URL(first.url).port;
  const second = await sandbox(context, '--port', port);
  await page.getByText('No requests yet').waitFor({ timeout: 20_000 });
  await call(second, 'GET /health');
  await row(page, '/health').waitFor();
  page.wrong.length = 0; // Chromium logs that it could not connect
});

test('Another page in the browser reads and changes nothing', { skip }, async (context) => {
  const lag = await sandbox(context, '--cors', '*');
  const elsewhere = createServer((_, response) => response.end('<!doctype html>')).listen(0, '127.0.0.1');
  await new Promise((resolve) => elsewhere.once('listening', resolve));
  context.after(() => elsewhere.close());
  const page = await browser.newPage();
  context.after(() => page.close());
  await page.goto(`http://127.0.0.1:${elsewhere.address().port}`);
  const results = await page.evaluate(async (url) => {
    const attempt = (path, options) => fetch(url + path, options).then((one) => one.status, () => 'refused');
    const json = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"seconds": 60}' };
    const stream = new Promise((resolve) => {
      const source = new EventSource(`${url}/_sandbox/changes`);
      source.onerror = () => resolve('refused');
      source.onopen = () => resolve('open');
    });
    const script = new Promise((resolve) => {
      const element = document.createElement('script');
      Object.assign(element, { src: `${url}/_sandbox/requests/1`, onload: () => resolve('loaded'), onerror: () => resolve('refused') });
      document.body.append(element);
    });
    const frame = Object.assign(document.createElement('iframe'), { src: url });
    document.body.append(frame);
    return [
      await attempt('/_sandbox/requests/1'),
      await attempt('/_sandbox/do/move-clock', json),
      await attempt('/_sandbox/do/move-clock', { method: 'POST', body: '{"seconds": 60}', mode: 'no-cors' }),
      await stream,
      await script,
    ];
  }, lag.url);
  assert.deepEqual(results, [403, 403, 'refused', 'refused', 'refused']);
  const own = await open(context, lag);
  assert.equal(await own.locator('#clock b').innerText(), '');
});

test('A name that resolves to this machine is refused', { skip }, async (context) => {
  const lag = await sandbox(context);
  const port = new URL(lag.url).port;
  const rebound = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--host-resolver-rules=MAP evil.test 127.0.0.1'],
  });
  context.after(() => rebound.close());
  const page = await rebound.newPage();
  const response = await page.goto(`http://evil.test:${port}/`);
  assert.equal(response.status(), 403);
  assert.match(await page.content(), /open the page by the URL/);
});

for (const theme of ['light', 'dark']) {
  for (const width of [1280, 390]) {
    test(`The page at a width of ${width}, ${theme}: all in view, usable by keyboard, no finding of axe`, { skip }, async (context) => {
      const lag = await sandbox(context);
      await call(lag, `POST ${MESSAGES}`, { content: 'Is anyone here?' });
      await call(lag, 'GET /nowhere');
      const page = await open(context, lag, { width, height: width < 500 ? 844 : 800, colorScheme: theme, reducedMotion: 'reduce' });
      await page.locator('#log li').first().waitFor({ state: 'attached' });
      const views = ['Chat', 'Requests', 'Robots', 'Faults', 'People'].slice(width < 500 ? 0 : 1);
      const tab = (name) => page.getByRole('tab', { name });
      await tab(views[0]).focus();
      for (const [index, name] of views.entries()) {
        if (index > 0) await page.keyboard.press('ArrowRight');
        assert.equal(await tab(name).getAttribute('aria-selected'), 'true');
        assert.equal(await tab(name).evaluate((one) => one === document.activeElement), true);
        if (name === 'Requests') {
          await row(page, '/nowhere').getByRole('button').press('Enter');
          await page.getByRole('article', { name: 'Request' }).waitFor();
        }
        const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.equal(beyond, 0, `${name} is wider than the window`);
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => window.axe.run());
        const findings = violations.map((one) => `${name}: ${one.id}: ${one.nodes.map((node) => node.html.slice(0, 90))}`);
        assert.deepEqual(findings, []);
        if (folder) await page.screenshot({ path: `${folder}/${name.toLowerCase()}-${width}-${theme}.png` });
        if (name === 'Requests') await page.keyboard.press('Escape');
        await tab(name).focus();
      }
    });
  }
}
