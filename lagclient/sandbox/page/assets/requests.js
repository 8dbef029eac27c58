/** Requests as they come, and one of them in detail. */

import { $, act, code, copy, draw, duration, h, read, tag, time } from './dom.js';

const rows = new Map(); // by number: the request, and its element
const KEPT = 500;
let open; // the number of the request in detail
let isPaused = false;
let held = [];
let sandbox;

const GUESS = 'A guess: it equals a request of the same caller that failed in the two minutes before';
const FAULTS = {
  latency: 'A fault delayed it.',
  error: 'A fault refused it; nothing was done.',
  rate_limit: 'A fault refused it; nothing was done.',
  drop_before: 'A fault broke the connection; nothing was done.',
  drop_late: 'A fault broke the connection; the request was done later.',
  drop_after: 'The request was done, then a fault broke the connection: the client has no response.',
  truncate: 'The request was done; a fault let only a part of the response arrive.',
  garbage: 'The request was done; a fault replaced the response by garbage.',
  silent: 'A fault keeps the stream silent.',
};

export function begin(constants) {
  sandbox = constants;
  rows.clear();
  held = [];
  $('log').replaceChildren();
  close();
  silence();
}

export function add(several) {
  if (isPaused) {
    held.push(...several);
    $('pause').textContent = `Continue (${new Set(held.map((one) => one.number)).size})`;
    return;
  }
  const isFirst = rows.size === 0;
  for (const one of several) put(one, !isFirst);
  while (rows.size > KEPT) {
    const [number, oldest] = rows.entries().next().value;
    oldest.element.remove();
    rows.delete(number);
  }
  count();
  silence();
}

function put(one, isNew) {
  const before = rows.get(one.number);
  const element = row(one);
  if (before) {
    const hasFocus = before.element.contains(document.activeElement);
    before.element.replaceWith(element);
    before.element = element;
    before.one = one;
    if (hasFocus) element.querySelector('button').focus({ preventScroll: true });
  } else {
    if (isNew) element.classList.add('arrived');
    rows.set(one.number, { one, element });
    $('log').prepend(element);
  }
  if (one.number === open) detail(one.number);
}

function level({ state, status, fault }) {
  if (state === 'lost' || status >= 500) return 'bad';
  return status >= 400 || fault ? 'warn' : '';
}

function badge(one) {
  if (one.state === 'streaming') return tag('stream', 'good pulse', { title: 'The response goes on' });
  if (one.state === 'open') return tag('waits', 'accent pulse');
  if (one.state === 'lost') return tag('lost', 'bad', { title: 'The client has no response' });
  return tag(one.status, level(one) || 'good');
}

/** Shorten ids, so that the end of a path is seen as well. */
const short = (target) => target.replace(/(_[0-9a-f]{2})[0-9a-f]{14}\b/g, '$1…');

function row(one) {
  const button = h('button', { title: one.target, onclick: () => choose(one.number) }, short(one.target));
  if (one.number === open) button.setAttribute('aria-expanded', 'true');
  const why = one.kind !== 'webhook' && { title: GUESS };
  const attempt = one.attempt > 1 && tag(`attempt ${one.attempt}`, 'warn', why);
  const element = h(
    'li',
    { class: `${level(one)}${one.number === open ? ' open' : ''}` },
    h('time', {}, time(one.at * 1000)),
    h('span', { class: `method ${one.method}` }, one.method),
    h('span', { class: 'path' }, button, h('small', {}, one.kind === 'webhook' ? `${one.event} to ${one.who}` : one.route || 'no such route',
      one.kind !== 'webhook' && h('span', { class: 'with-who' }, ` · ${one.who}`), ' ', attempt, attempt && ' ', one.fault && tag(one.fault, 'bad'))),
    h('span', { class: 'who' }, one.who),
    h('span', { class: 'status' }, badge(one)),
    h('span', { class: 'ms' }, one.state === 'streaming' || one.ms === null ? '' : duration(one.ms)),
  );
  element.hidden = !matches(one);
  return element;
}

function matches(one) {
  if ($('failed').checked && !level(one)) return false;
  const text = [one.method, one.target, one.route, one.event, one.who, one.status, one.state, one.fault].join(' ').toLowerCase();
  return $('search').value.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

function filter() {
  for (const { one, element } of rows.values()) element.hidden = !matches(one);
  silence();
}

function count() {
  const failed = [...rows.values()].filter(({ one }) => level(one)).length;
  draw($('tab-requests'), [rows.size, failed], () => ['Requests', rows.size > 0 && tag(rows.size >= KEPT ? `${KEPT}+` : rows.size)].filter(Boolean));
}

function silence() {
  const isShown = [...rows.values()].some(({ element }) => !element.hidden);
  $('silence').hidden = isShown;
  if (isShown) return;
  const example = `from lagclient import Client\n\nwith Client() as client:\n    print(client.users.me().username)`;
  draw($('silence'), [rows.size, sandbox?.url], () =>
    rows.size
      ? ['No request matches.']
      : [h('p', {}, 'No requests yet. Paste the lines that the sandbox printed into a terminal, and run:'), h('pre', {}, example)],
  );
}

function choose(number) {
  const before = open;
  open = number === open ? undefined : number;
  for (const one of [before, open]) if (rows.has(one)) put(rows.get(one).one);
  if (open === undefined) close();
}

function close() {
  open = undefined;
  $('detail').hidden = true;
}

function leave() {
  const number = open;
  close();
  if (!rows.has(number)) return;
  put(rows.get(number).one);
  rows.get(number).element.querySelector('button').focus();
}

async function detail(number) {
  const one = await read(`requests/${number}`);
  if (number !== open) return;
  const box = $('detail');
  box.hidden = false;
  rows.get(number)?.element.scrollIntoView({ block: 'nearest' });
  draw(box, one ?? {}, () => (one ? parts(one) : [h('p', {}, 'The sandbox does not keep this request any more.')]));
}

function parts(one) {
  const facts = {
    Route: one.event ? `webhook of ${one.event}` : one.route || 'no such route',
    [one.kind === 'webhook' ? 'To' : 'Who']: one.kind === 'user' || one.kind === 'robot' ? `${one.who} (${one.kind})` : one.who,
    Status: one.status === null ? 'no response' : `${one.status}${one.state === 'lost' ? ', not received' : ''}`,
    Took: one.ms === null ? 'not over yet' : duration(one.ms),
    Attempt: one.attempt,
    At: time(one.at * 1000),
  };
  return [
    h('h2', {}, h('span', { class: `method ${one.method}` }, one.method), h('span', {}, one.target.split(/(?=\/)/).flatMap((part) => [h('wbr'), part])),
      h('button', { 'data-key': 'curl', onclick: () => copy(curl(one), 'The curl command') }, 'Copy as curl'),
      h('button', { 'data-key': 'close', 'aria-label': 'Close', onclick: leave }, '✕')),
    one.fault && h('p', { class: 'note' }, one.fault.split(' ').map((kind) => `${kind}: ${FAULTS[kind]} `)),
    one.attempt > 1 && one.kind !== 'webhook' && h('p', {}, h('small', {}, `Attempt ${one.attempt}: ${GUESS[0].toLowerCase()}${GUESS.slice(1)}.`)),
    h('dl', {}, Object.entries(facts).map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, String(value))))),
    ...body('Request', one.body, one.size),
    ...body(one.state === 'streaming' ? 'Stream so far' : 'Response', one.result, one.resultSize),
  ].filter(Boolean);
}

function body(title, text, size) {
  const kept = size > 16384 ? ` of ${size} bytes, a part` : '';
  return [h('section', {}, h('h3', {}, title, h('small', {}, size ? `${kept || `${size} bytes`}` : 'no body')), text ? code(text) : '')];
}

function curl(one) {
  const quote = (text) => `'${text.replaceAll("'", `'\\''`)}'`;
  const isRobot = one.kind === 'robot';
  const scheme = isRobot ? 'Robot $LAG_ROBOT_KEY' : 'Bearer $LAG_TOKEN';
  const url = one.target.startsWith('/') ? location.origin + one.target : one.target;
  const parts = [`curl -X ${one.method} ${quote(url)}`];
  if (isRobot || one.kind === 'user') parts.push(`-H "Authorization: ${scheme}"`);
  if (one.body) parts.push(`-H 'Content-Type: application/json'`, `-d ${quote(one.body)}`);
  return parts.join(' \\\n  ');
}

$('search').addEventListener('input', filter);
$('failed').addEventListener('change', filter);
$('pause').addEventListener('click', () => {
  isPaused = !isPaused;
  $('pause').setAttribute('aria-pressed', isPaused);
  $('pause').textContent = isPaused ? 'Continue' : 'Pause';
  if (isPaused) return;
  const several = held;
  held = [];
  add(several);
});
$('clear').addEventListener('click', async () => {
  if (await act('clear', {})) begin(sandbox);
  count();
});
$('requests').addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && open !== undefined) return leave();
  const row = event.target.closest('#log li');
  const side = { ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling' }[event.key];
  if (!side) return;
  let next = row ? row[side] : event.target === $('search') && event.key === 'ArrowDown' ? $('log').firstElementChild : null;
  while (next?.hidden) next = next[side];
  if (!next) return;
  event.preventDefault();
  next.querySelector('button').focus();
});
