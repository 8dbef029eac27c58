/** Faults: which requests fail, and how. */

import { $, act, draw, h, plural, tag, toast } from './dom.js';

let kinds = {};

const KINDS = {
  error: 'Refuse with a server error',
  rate_limit: 'Refuse with 429',
  latency: 'Delay the response',
  drop_before: 'Break the connection, do nothing',
  drop_after: 'Do the request, lose the response',
  drop_late: 'Break the connection, do it later',
  truncate: 'Send half of the response',
  garbage: 'Send a response that is not JSON',
  silent: 'Keep streams silent',
};
const FIELDS = { seconds: 'Seconds', status: 'Status', bytes: 'Bytes that arrive (empty: half)' };
const PRESETS = {
  'Errors: 503': { kind: 'error', value: 503 },
  'Slow: 2 s': { kind: 'latency', value: 2 },
  'Too many requests': { kind: 'rate_limit', value: 1 },
  'Lost responses, 1 in 3': { kind: 'drop_after', probability: 0.35 },
};

export function begin(constants) {
  kinds = constants.kinds;
  draw($('kind'), Object.keys(kinds), (names) => names.map((kind) => h('option', { value: kind }, KINDS[kind] ?? kind)));
  draw($('route-names'), constants.routes, (routes) => routes.map((value) => h('option', { value })));
  fields();
}

export function update({ faults }) {
  const on = faults.filter((one) => one.isOn).length;
  draw($('tab-faults'), on, () => ['Faults', on > 0 && tag(on, 'bad')].filter(Boolean));
  draw($('fault-list'), faults, () =>
    faults.length ? faults.map(entry) : [h('li', { class: 'lead' }, 'No faults: every request is served.')],
  );
}

function entry(one) {
  const values = { seconds: ` (${one.value} s)`, status: ` (${one.value})`, bytes: one.value === null ? '' : ` (${one.value} bytes)` };
  const often = one.probability === 1 ? 'every request' : `${Math.round(one.probability * 100)}% of the requests`;
  const what = `${KINDS[one.kind] ?? one.kind}${values[one.field] ?? ''}`;
  return h('li', {},
    h('button', { class: 'switch', role: 'switch', 'aria-checked': String(one.isOn), 'aria-label': what, 'data-key': `switch-${one.number}`,
      onclick: () => act('switch-fault', { number: one.number, isOn: !one.isOn }) }),
    h('span', { class: 'what' }, h('span', {}, what), h('small', {}, often, ' of ', h('code', {}, one.routes === '*' ? 'all routes' : one.routes))),
    tag(one.strikes ? `struck ${plural(one.strikes, 'time')}` : 'not yet', one.strikes ? 'bad' : ''),
    h('button', { 'data-key': `remove-${one.number}`, 'aria-label': `Remove: ${what}`, onclick: () => act('remove-fault', { number: one.number }) }, '✕'));
}

function fields() {
  const { field, value } = kinds[$('kind').value] ?? {};
  $('value-row').hidden = !field;
  $('value-row').firstChild.textContent = FIELDS[field] ?? '';
  $('value').value = value ?? '';
}

$('kind').addEventListener('change', fields);
$('probability').addEventListener('input', () => {
  $('probability').nextSibling.textContent = `${$('probability').value}%`;
});
$('presets').append(
  ...Object.entries(PRESETS).map(([name, fault]) => h('button', { onclick: () => act('add-fault', fault) }, name)),
);
$('add-fault').addEventListener('submit', async (event) => {
  event.preventDefault();
  const fault = {
    kind: $('kind').value,
    routes: $('routes').value,
    probability: Number($('probability').value) / 100,
    ...($('value').value && !$('value-row').hidden && { value: Number($('value').value) }),
  };
  if (await act('add-fault', fault)) toast('The fault is on');
});
