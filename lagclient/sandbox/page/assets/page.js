/** The page: its stream of changes, its tabs, and its clock. */

import { $, act, copy, toast } from './dom.js';
import * as chat from './chat.js';
import * as requests from './requests.js';
import * as robots from './robots.js';
import * as faults from './faults.js';
import * as people from './people.js';

const views = [chat, requests, robots, faults, people];
const tabs = [...document.querySelectorAll('[role="tab"]')];
const narrow = matchMedia('(max-width: 740px)');

function show(tab, { focus = false } = {}) {
  for (const one of tabs) {
    const isShown = one === tab;
    one.setAttribute('aria-selected', isShown);
    one.tabIndex = isShown ? 0 : -1;
    const panel = $(one.getAttribute('aria-controls'));
    if (panel.id === 'chat') panel.classList.toggle('away', !isShown);
    else panel.hidden = !isShown;
  }
  $('views').classList.toggle('chatting', tab.id === 'tab-chat');
  if (focus) tab.focus();
  history.replaceState(null, '', `#${tab.id.slice(4)}`);
  if (tab.id === 'tab-chat') chat.follow();
}

function step(event) {
  const shown = tabs.filter((one) => narrow.matches || one.id !== 'tab-chat');
  const at = shown.indexOf(event.target);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  show(shown.at(to % shown.length), { focus: true });
}

const first = () =>
  tabs.find((one) => `#${one.id.slice(4)}` === location.hash) ?? $(narrow.matches ? 'tab-chat' : 'tab-requests');

for (const tab of tabs) tab.addEventListener('click', () => show(tab));
document.querySelector('[role="tablist"]').addEventListener('keydown', step);
narrow.addEventListener('change', () => {
  if (!narrow.matches && $('tab-chat').ariaSelected === 'true') show($('tab-requests'));
});
show(narrow.matches || location.hash !== '#chat' ? first() : $('tab-requests'));

let clock = { ahead: 0, latest: null };

function tick() {
  const now = clock.latest ? new Date(clock.latest) : new Date(Date.now() + clock.ahead * 1000);
  const [text, more] = [$('clock').querySelector('time'), $('clock').querySelector('b')];
  text.dateTime = now.toISOString();
  text.textContent = now.toLocaleString([], {
    ...{ day: 'numeric', month: 'short', hourCycle: 'h23' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
  });
  const [days, minutes] = [Math.floor(clock.ahead / 86400), Math.floor((clock.ahead % 86400) / 60)];
  const parts = [days && `${days} d`, minutes >= 60 && `${Math.floor(minutes / 60)} h`, minutes % 60 && `${minutes % 60} min`];
  more.textContent = clock.ahead ? `+${parts.filter(Boolean).join(' ')}` : '';
}

setInterval(tick, 1000);
for (const button of $('clock').querySelectorAll('button')) {
  button.addEventListener('click', async () => {
    if (await act('move-clock', { seconds: Number(button.dataset.seconds) })) {
      toast(`The clock moved by ${button.textContent}`);
    }
  });
}
document.addEventListener('click', (event) => {
  if (!$('clock').contains(event.target)) $('clock').open = false;
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && $('clock').open) {
    $('clock').open = false;
    $('clock').querySelector('summary').focus();
  } else if (event.key === '/' && !event.target.matches('input, select')) {
    event.preventDefault();
    show($('tab-requests'));
    $('search').focus();
  }
});

function connected(isOn) {
  $('live').className = isOn ? 'on' : '';
  $('live').textContent = isOn ? 'Live' : 'Not connected';
}

const changes = new EventSource('/_sandbox/changes');
changes.onerror = () => connected(false);
changes.addEventListener('constants', (event) => {
  const constants = JSON.parse(event.data);
  connected(true);
  $('url').firstChild.textContent = location.origin;
  $('url').onclick = () => copy(`export LAG_BASE_URL='${location.origin}'`, 'LAG_BASE_URL');
  for (const view of views) view.begin?.(constants);
});
changes.addEventListener('state', (event) => {
  const state = JSON.parse(event.data);
  clock = state.clock;
  tick();
  for (const view of views) view.update?.(state);
});
changes.addEventListener('requests', (event) => requests.add(JSON.parse(event.data)));
