/** Rooms, their messages, and the box to say something as anyone. */

import { $, act, draw, face, h, plural, read, tag, time } from './dom.js';

let state;
let place; // the id of the room or conversation that is shown
let change;
const seen = new Map();

function placesOf({ servers, conversations, people }) {
  const name = (id) => people.find((one) => one.id === id)?.name ?? 'unknown';
  const rooms = servers.flatMap((server) =>
    server.rooms.map((room) => ({ ...room, server, label: `# ${room.name}` })),
  );
  const pairs = conversations.map((one) => ({ ...one, label: `${name(one.opener)}, ${name(one.other)}` }));
  return [...rooms, ...pairs];
}

function authorsOf(one) {
  const user = (id) => state.people.find((person) => person.id === id);
  if (!one.server) return [user(one.opener), user(one.other)].filter(Boolean);
  const robots = state.robots.filter((robot) => robot.server === one.server.id);
  return [...one.server.members.map((member) => user(member.id)).filter(Boolean), ...robots];
}

function entry(one) {
  const before = seen.get(one.id) ?? one.count;
  const isNew = one.id !== place && one.count > before;
  seen.set(one.id, isNew ? before : one.count);
  const count = h('span', { class: `count${isNew ? ' new' : ''}` }, isNew ? `+${one.count - before}` : one.count || '');
  const button = h(
    'button',
    { 'data-key': one.id, 'aria-current': one.id === place && 'true', onclick: () => choose(one.id) },
    h('span', {}, one.label),
    count,
  );
  const voice = one.voice?.length ? h('p', { class: 'voice' }, `In voice: ${one.voice.join(', ')}`) : null;
  return [button, voice];
}

function choose(id) {
  seen.delete(id);
  place = id;
  change = undefined;
  draw($('messages'), null, () => []);
  update(state);
  follow();
}

export function update(next) {
  state = next;
  const places = placesOf(state);
  const shown = places.find((one) => one.id === place) ?? places[0];
  place = shown?.id;
  draw($('places'), [places, place], () => [
    ...state.servers.flatMap((server) => [
      h('h2', {}, server.emoji && !server.emoji.startsWith(':') && `${server.emoji} `, server.name),
      ...places.filter((one) => one.server?.id === server.id).flatMap(entry),
    ]),
    ...(state.conversations.length ? [h('h2', {}, 'Direct messages')] : []),
    ...places.filter((one) => !one.server).flatMap(entry),
  ]);
  $('say').hidden = !shown;
  if (!shown) return;
  const more = shown.server ? plural(shown.server.members.length, 'member') : 'direct messages';
  draw($('place'), [shown.label, more], () => [shown.label, h('small', {}, more)]);
  const authors = authorsOf(shown);
  const author = $('author').value;
  draw($('author'), [authors.map((one) => [one.id, one.name])], () =>
    authors.map((one) => h('option', { value: one.id }, one.transports ? `${one.name} (robot)` : one.name)),
  );
  if (authors.some((one) => one.id === author)) $('author').value = author;
  if (shown.change !== change) load(shown);
}

async function load(shown) {
  change = shown.change;
  const messages = await read(`messages/${shown.id}`);
  if (messages === null || shown.id !== place) return;
  const box = $('messages');
  const isAtEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 40;
  draw(box, messages, () =>
    messages.length ? messages.map(message) : [h('p', { class: 'empty' }, 'No messages yet. Say something below.')],
  );
  if (isAtEnd) follow();
}

export function follow() {
  $('messages').scrollTop = $('messages').scrollHeight;
}

function message(one) {
  const name = one.displayName ?? one.username ?? 'unknown';
  const text = one.content.split(/(@[\w.-]+)/);
  const image = one.image?.url && new URL(one.image.url, location.origin).pathname;
  return h(
    'article',
    { class: 'message' },
    face(name, one.isBot ? 'robot' : 'user'),
    h('div', {}, h('b', {}, name), one.isBot && tag('robot', 'accent'), ' ',
      h('small', {}, time(one.createdAt), one.editedAt ? ', edited' : '')),
    one.replyTo && h('blockquote', {}, `${one.replyTo.displayName ?? one.replyTo.username}: ${one.replyTo.content}`),
    h('p', {}, text.map((part, index) => (index % 2 ? h('span', { class: 'mention' }, part) : part))),
    image && h('img', { src: image, alt: one.image.alt ?? 'An image' }),
  );
}

$('say').addEventListener('submit', async (event) => {
  event.preventDefault();
  const content = $('content').value;
  if (!content.trim()) return;
  const said = await act('say', { place, as: $('author').value, content });
  if (said) {
    $('content').value = '';
    follow();
  }
});
