/** People: their status, their tokens, and new ones. */

import { $, act, copy, draw, face, h, toast } from './dom.js';

let statuses = [];

export function begin(constants) {
  statuses = constants.statuses;
}

export function update({ people, servers }) {
  draw($('server'), servers.map((one) => [one.id, one.name]), (several) => [
    ...several.map(([value, name]) => h('option', { value }, name)),
    h('option', { value: '' }, 'no server'),
  ]);
  const memberships = servers.flatMap((server) =>
    server.members.map((member) => ({ id: member.id, text: `${member.rank} of ${server.name}` })),
  );
  draw($('people-list'), [people, memberships], () =>
    people.map((one) => person(one, memberships.filter(({ id }) => id === one.id).map(({ text }) => text))),
  );
}

function person(one, memberships) {
  const select = h(
    'select',
    { 'aria-label': `Status of ${one.name}`, 'data-key': `status-${one.id}`,
      onchange: (event) => act('set-status', { as: one.id, status: event.target.value }) },
    statuses.map((status) => h('option', { selected: status === one.status }, status)),
  );
  return h('li', {}, face(one.name),
    h('span', { class: 'what' }, h('span', {}, h('b', {}, one.name), ' ', h('small', {}, `@${one.username}`)),
      h('small', {}, memberships.join(', ') || 'in no server')),
    select,
    h('button', { 'data-key': `token-${one.id}`, 'aria-label': `Copy token of ${one.name}`, onclick: () => token(one) }, 'Copy token'));
}

async function token({ id, username }) {
  const result = await act('token', { as: id });
  if (result) copy(`export LAG_TOKEN='${result.token}'`, `LAG_TOKEN of ${username}`);
}

$('add-person').addEventListener('submit', async (event) => {
  event.preventDefault();
  const username = $('username').value;
  if (await act('add-person', { username, server: $('server').value })) {
    $('username').value = '';
    toast(`${username} is here`);
  }
});
