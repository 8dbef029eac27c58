/** Robots, the deliveries to them, and the events. */

import { $, copy, act, draw, face, h, plural, tag, time } from './dom.js';

let attempts = 10;

export function begin(constants) {
  attempts = constants.attempts;
}

export function update({ robots, servers, events }) {
  const name = (id) => servers.find((one) => one.id === id)?.name;
  draw($('robot-list'), [robots, servers.map((one) => one.name)], () =>
    robots.length ? robots.map((one) => card(one, name(one.server))) : [h('p', { class: 'empty' }, 'No robots.')],
  );
  draw($('events'), events, () =>
    events.length ? events.map(happened) : [h('p', { class: 'empty' }, 'Nothing has happened yet. Say something in a room.')],
  );
}

function status(robot) {
  if (!robot.active) return tag('disabled', 'bad', { title: 'Its webhook answered 410' });
  if (robot.webhook) return tag('webhook', 'accent');
  if (robot.streams) return tag(robot.streams > 1 ? `${robot.streams} streams` : 'connected', 'good');
  if (robot.polls) return tag('polling', 'good', { title: 'It waits for events by long-poll' });
  return tag('not connected');
}

function card(robot, server) {
  const waits = robot.transports.includes('long-poll') && !robot.streams && !robot.polls && robot.unpolled;
  return h(
    'article',
    { class: 'card robot-card', 'aria-label': robot.name },
    h('div', { class: 'row' }, face(robot.name, 'robot'), h('b', {}, robot.name), status(robot), h('small', {}, server),
      h('button', { 'data-key': robot.id, 'aria-label': `Copy key of ${robot.name}`, onclick: () => key(robot.id) }, 'Copy key')),
    robot.webhook ? hook(robot) : h('p', { class: 'lead' }, `Receives events by ${robot.transports.join(' or ')}`,
      waits ? `; ${plural(waits, 'event')} since its last poll` : ''),
    h('details', { 'data-key': `more-${robot.id}` },
      h('summary', {}, `${plural(robot.permissions.length, 'permission')}, ${plural(robot.events.length, 'type')} of events`),
      h('p', {}, robot.permissions.map((one) => tag(one))), h('p', {}, robot.events.map((one) => tag(one, 'accent')))),
  );
}

async function key(id) {
  const found = await act('token', { as: id });
  if (found) copy(found.token, 'The key');
}

function hook(robot) {
  const { delivered = 0, waiting = 0, failed = 0 } = robot.counts;
  return h('div', {},
    h('p', { class: 'row' }, h('code', {}, robot.webhook), tag(`${delivered} delivered`, delivered && 'good'),
      tag(`${waiting} waiting`, waiting && 'warn'), tag(`${failed} failed`, failed && 'bad')),
    robot.deliveries.length > 0 &&
      h('table', { class: 'deliveries' },
        h('thead', {}, h('tr', {}, ['Event', 'Attempts', 'State'].map((one) => h('th', { scope: 'col' }, one)))),
        h('tbody', {}, robot.deliveries.map(delivery))),
  );
}

function delivery(one) {
  const kind = { delivered: 'good', failed: 'bad', waiting: 'warn' }[one.state];
  const pips = Array.from({ length: attempts }, (_, index) => {
    const isLast = index === one.attempts - 1;
    return h('i', { class: index >= one.attempts ? '' : isLast && one.state === 'delivered' ? 'good' : 'bad' });
  });
  const next = one.state === 'waiting' && one.attempts > 0 ? `next at ${time(one.due * 1000)}` : one.state;
  return h('tr', {},
    h('td', { class: 'mono' }, one.type),
    h('td', {}, h('span', { class: 'pips', 'aria-hidden': 'true' }, pips), `${one.attempts} of ${attempts}`),
    h('td', {}, tag(next, kind)));
}

function happened(one) {
  const { content, username, senderName, name, status: to } = one.data;
  const about = [senderName ?? username, content ?? name ?? to].filter(Boolean).join(': ');
  return h('li', {},
    h('details', { 'data-key': `event-${one.number}` },
      h('summary', {}, h('small', {}, time(one.at)), h('b', { class: 'mono' }, one.type), h('span', {}, about)),
      h('pre', {}, JSON.stringify(one.data, null, 2))));
}
