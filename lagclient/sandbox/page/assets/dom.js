/** Elements, texts and requests: what the other modules of the page share. */

export const $ = (id) => document.getElementById(id);

/** Return an element: `h('b', { class: 'x', onclick }, 'text', child)`. */
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child != null && child !== false));
  return element;
}

const drawn = new WeakMap();

/** Build an element's content again if its data changed; focus and open details stay. */
export function draw(element, data, build) {
  const text = JSON.stringify(data);
  if (drawn.get(element) === text) return;
  drawn.set(element, text);
  const active = element.contains(document.activeElement) && document.activeElement.dataset.key;
  const open = [...element.querySelectorAll('details[open]')].map((one) => one.dataset.key);
  element.replaceChildren(...build(data).filter(Boolean));
  for (const one of element.querySelectorAll('details')) one.open = open.includes(one.dataset.key);
  if (active) element.querySelector(`[data-key="${CSS.escape(active)}"]`)?.focus();
}

/** Do an action of the sandbox; a refusal is shown and returns null. */
export async function act(name, fields) {
  try {
    const response = await fetch(`/_sandbox/do/${name}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(fields),
    });
    const result = await response.json();
    if (response.ok) return result ?? {};
    toast(result.message);
  } catch {
    toast('The sandbox does not respond');
  }
  return null;
}

export async function read(path) {
  const response = await fetch(`/_sandbox/${path}`);
  return response.ok ? response.json() : null;
}

let timer;

/** Show a short message, also to screen readers. */
export function toast(text) {
  clearTimeout(timer);
  $('toast').hidden = false;
  $('toast').textContent = text;
  timer = setTimeout(() => ($('toast').hidden = true), 4000);
}

export async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
    toast(`${what} copied`);
  } catch {
    toast('The browser did not allow it');
  }
}

/** The first letters of a name on a colour of its own. */
export function face(name, kind = 'user') {
  const element = h('span', { class: `face ${kind}`, 'aria-hidden': 'true' }, name.slice(0, 2));
  let hue = 0;
  for (const letter of name) hue = (hue * 31 + letter.codePointAt(0)) % 360;
  element.style.setProperty('--hue', hue);
  return element;
}

export const tag = (text, kind = '', more = {}) => h('span', { class: `tag ${kind}`, ...more }, text);

const clock = new Intl.DateTimeFormat([], { timeStyle: 'medium', hourCycle: 'h23' });
export const time = (at) => clock.format(new Date(at));
export const plural = (count, noun) => `${count} ${noun}${count === 1 ? '' : 's'}`;

export function duration(ms) {
  if (ms < 0.1) return '< 0.1 ms';
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(ms < 10000 ? 1 : 0)} s`;
}

const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\b\d[\d.eE+-]*/g;

/** JSON, or other text, with its parts in colour and hidden secrets as such. */
export function code(text) {
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, string, colon] = match;
    parts.push(text.slice(end, match.index));
    const kind = string === '"scrubbed"' ? 'secret' : colon ? 'key' : string ? 'string' : 'other';
    const shown = kind === 'secret' ? 'hidden' : whole.replaceAll('scrubbed', '…');
    parts.push(h('span', { class: kind }, shown));
    end = match.index + whole.length;
  }
  return h('pre', { tabindex: '0' }, ...parts, text.slice(end));
}
