/** Every method of the product, over real HTTP. */

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { LagClient, RobotEvent } from '../src/index.js';
import { Sandbox } from './kit/sandbox.js';

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);
const PICTURE = PIXEL.toString('base64');

let lag: Sandbox;
let sam: LagClient;
let mira: LagClient;
let ines: LagClient;
let bot: LagClient;
before(async () => {
  lag = await Sandbox.start({ counters: true });
  [sam, mira, ines] = [lag.client(), lag.client({}, 'mira'), lag.client({}, 'ines')];
  bot = lag.robot({ pacing: 'off' });
});

test('system answers without an account', async () => {
  assert.equal((await sam.system.health()).status, 'ok');
  assert.equal(typeof (await sam.system.version()).version, 'string');
  assert.deepEqual(await sam.system.status(), { upgrading: false, outage: false, waitlist: false });
  assert.equal(typeof (await sam.system.config()).features, 'object');
  assert.equal((await bot.system.health()).status, 'ok');
});

test('users are read, found and changed', async () => {
  const me = await sam.users.me();
  assert.equal(me.username, 'sam');
  assert.match(me.createdAt, /^\d{4}-\d\d-\d\dT/);
  assert.equal((await sam.users.updateMe({ displayName: 'Sam 🌊' })).displayName, 'Sam 🌊');
  assert.equal((await sam.users.updateMe({ steamId: '76561190000000001' })).steamId?.length, 17);
  assert.equal((await sam.users.steamActivity()).gameName === undefined, false);
  assert.equal((await sam.users.updateMe({ steamId: null })).steamId ?? null, null);
  const newcomer = lag.client({}, 'newcomer');
  const body = { username: 'nova', displayName: 'Nova' };
  assert.equal((await newcomer.users.setup(body)).username, 'nova');
  const avatar = { image: PICTURE, contentType: 'image/png' };
  assert.match((await sam.users.uploadAvatar(avatar)).avatarUrl, /^http/);
  const push = { token: 'device-1', platform: 'ios' } as const;
  assert.deepEqual(await sam.users.registerPushToken(push), { ok: true });
  assert.deepEqual(await sam.users.removePushToken('device-1'), { ok: true });
  assert.equal((await sam.users.steamLookup('sam')).steamId.length, 17);
  const steam = 'https://steam.invalid/avatars/sam.jpg';
  assert.match((await sam.users.importSteamAvatar(steam)).avatarUrl, /^http/);
  assert.equal((await sam.users.checkUsername('mira')).available, false);
  assert.ok((await sam.users.search('mira')).some((user) => user.username === 'mira'));
  assert.equal((await sam.users.get('usr_3')).username, 'mira');
  assert.equal((await ines.users.requestDeletion()).username, 'ines');
  assert.equal((await ines.users.cancelDeletion()).username, 'ines');
});

test('friends are asked, accepted, declined, blocked and removed', async () => {
  assert.ok((await sam.friends.list()).length >= 2);
  const { incoming, outgoing } = await sam.friends.requests();
  assert.deepEqual([incoming.length, outgoing.length], [1, 0]);
  assert.equal(incoming[0]?.from.username, 'jun');
  const request = await mira.friends.sendRequest('jun');
  assert.equal(request.status, 'pending');
  const jun = lag.client({}, 'jun');
  assert.equal((await jun.friends.accept(request.id)).status, 'accepted');
  assert.equal(await sam.friends.decline(incoming[0]?.id ?? ''), undefined);
  const asked = await ines.friends.sendRequest('jun');
  assert.equal(await ines.friends.remove(asked.id), undefined);
  assert.equal((await ines.friends.block('usr_2')).status, 'blocked');
});

test('direct messages are written, listed, edited and deleted', async () => {
  const [conversation] = await sam.dms.list();
  assert.ok(conversation);
  assert.equal((await sam.dms.get(conversation.id)).otherUser.username, 'mira');
  assert.equal((await sam.dms.create('usr_4')).otherUser.username, 'ines');
  const sent = await sam.dms.sendMessage(conversation.id, { content: 'Of course!' });
  const reply = { content: 'Why?', replyToId: sent.id };
  const answer = await mira.dms.sendMessage(conversation.id, reply);
  assert.equal(answer.replyTo?.id, sent.id);
  const edited = await mira.dms.editMessage(conversation.id, answer.id, { content: 'Why not' });
  assert.equal(edited.content, 'Why not');
  const page = await sam.dms.listMessages(conversation.id, { limit: 1 });
  assert.deepEqual([page.messages.length, page.hasMore], [1, true]);
  const pages = [];
  for await (const one of sam.dms.iterMessages(conversation.id, { limit: 2 })) pages.push(one);
  assert.deepEqual(
    pages.map(({ items }) => items.length),
    [2, 2],
  );
  const items = [];
  for await (const one of sam.dms.paginateMessages(conversation.id).items()) items.push(one.id);
  assert.equal(new Set(items).size, 4);
  assert.equal(await mira.dms.deleteMessage(conversation.id, answer.id), undefined);
});

test('servers are made, changed, left and deleted', async () => {
  const own = await mira.servers.create({ name: "Mira's Den", iconEmoji: ':tent:' });
  assert.deepEqual([own.iconEmoji, own.memberCount], [':tent:', 1]);
  assert.equal((await mira.servers.update(own.id, { iconEmoji: null })).iconEmoji, null);
  const icon = { image: PICTURE, contentType: 'image/png' };
  assert.match((await mira.servers.uploadIcon(own.id, icon)).iconUrl, /^http/);
  assert.ok((await mira.servers.list()).some(({ id }) => id === own.id));
  assert.equal((await mira.servers.get(own.id)).myRole, 'owner');
  const invite = await mira.servers.invites.create(own.id);
  assert.equal((await ines.servers.invites.join(invite.code)).id, own.id);
  assert.equal(await ines.servers.leave(own.id), undefined);
  assert.equal(await mira.servers.delete(own.id), undefined);
});

test('invites, members and roles are managed', async () => {
  const { serverId } = lag;
  const invite = await sam.servers.invites.create(serverId, { maxUses: 3, expiresInHours: 24 });
  assert.equal(invite.maxUses, 3);
  assert.ok((await sam.servers.invites.list(serverId)).some(({ id }) => id === invite.id));
  assert.equal((await ines.servers.invites.preview(invite.code)).valid, true);
  assert.equal(await sam.servers.invites.revoke(serverId, invite.id), undefined);
  assert.deepEqual(await sam.servers.invites.inviteFriend(serverId, 'usr_4'), { sent: true });
  assert.ok((await sam.servers.members.list(serverId)).length >= 3);
  assert.ok((await bot.servers.members.list(serverId)).length >= 3);
  assert.equal((await sam.servers.members.mute(serverId, 'usr_3')).userId, 'usr_3');
  assert.equal((await sam.servers.members.listMutes(serverId)).length, 1);
  assert.equal(await sam.servers.members.unmute(serverId, 'usr_3'), undefined);
  const ban = await sam.servers.members.ban(serverId, 'usr_4', { reason: 'Spam', duration: 60 });
  assert.equal(ban.reason, 'Spam');
  assert.equal((await sam.servers.members.listBans(serverId)).length, 1);
  assert.equal(await sam.servers.members.unban(serverId, 'usr_4'), undefined);
  const role = await sam.servers.roles.create(serverId, { name: 'Hosts', permissions: 256 });
  const changes = { name: 'Party hosts', sortOrder: 5 };
  assert.equal((await sam.servers.roles.update(serverId, role.id, changes)).sortOrder, 5);
  const assigned = await sam.servers.roles.assignToMember(serverId, 'usr_2', { roleId: role.id });
  assert.equal(assigned.roleName, 'Party hosts');
  assert.equal(await sam.servers.roles.delete(serverId, role.id), undefined);
  assert.ok((await sam.servers.roles.list(serverId)).length >= 3);
  assert.equal(await sam.servers.members.kick(serverId, 'usr_2'), undefined);
});

test('rooms and their messages are written by users and robots', async () => {
  const { serverId, roomId } = lag;
  const room = await sam.servers.rooms.create(serverId, { name: 'quiet', maxParticipants: 8 });
  assert.equal((await sam.servers.rooms.update(serverId, room.id, { name: 'loud' })).name, 'loud');
  assert.equal(await sam.servers.rooms.delete(serverId, room.id), undefined);
  assert.equal((await sam.servers.rooms.list(serverId)).length, 3);
  assert.equal((await bot.servers.rooms.list(serverId)).length, 3);
  const { messages } = sam.servers.rooms;
  const sent = await messages.send(serverId, roomId, { content: 'Hello :wave:' });
  const edited = await messages.edit(serverId, roomId, sent.id, { content: 'Hello' });
  assert.deepEqual([edited.id, edited.content], [sent.id, 'Hello']);
  const own = await bot.servers.rooms.messages.send(serverId, roomId, { content: 'Table is set' });
  const robots = bot.servers.rooms.messages;
  const partial = await robots.edit<'robot'>(serverId, roomId, own.id, { content: 'Set' });
  assert.deepEqual([partial.content, partial.username], ['Set', undefined]);
  const seen = [];
  for await (const page of messages.iter(serverId, roomId, { limit: 3 })) seen.push(page);
  assert.deepEqual(
    seen.map(({ items, hasMore }) => [items.length, hasMore]),
    [
      [3, true],
      [3, false],
    ],
  );
  assert.equal((await messages.list(serverId, roomId)).messages.length, 6);
  assert.equal(await robots.delete(serverId, roomId, own.id), undefined);
  assert.equal(await messages.delete(serverId, roomId, sent.id), undefined);
});

test('events, guests and templates keep their envelopes', async () => {
  const { serverId } = lag;
  const event = await sam.events.create(serverId, {
    title: 'Game night',
    startsAt: '2027-01-05T19:00:00Z',
    externalAccessEnabled: true,
  });
  assert.equal(event.title, 'Game night');
  assert.deepEqual(
    (await sam.events.list(serverId)).events.map(({ id }) => id),
    [event.id],
  );
  assert.equal((await sam.events.get(serverId, event.id)).id, event.id);
  assert.equal((await sam.events.update(serverId, event.id, { title: 'Chess' })).title, 'Chess');
  assert.equal((await mira.events.rsvp(serverId, event.id, { status: 'maybe' })).counts.maybe, 1);
  const guests = [
    await lag.ask<string>('add_guest', event.id, 'Robin'),
    await lag.ask<string>('add_guest', event.id, 'Kim'),
  ] as const;
  assert.equal((await sam.events.guests.list(serverId, event.id)).guests.length, 2);
  const admitted = await sam.events.guests.admit(serverId, event.id, guests[0]);
  assert.deepEqual(admitted, { status: 'admitted' });
  const rejected = await sam.events.guests.reject(serverId, event.id, guests[1]);
  assert.deepEqual(rejected, { status: 'rejected' });
  const toggled = await sam.events.toggleExternalAccess(serverId, event.id);
  assert.equal(toggled.externalAccessEnabled, false);
  assert.equal((await sam.events.cancel(serverId, event.id)).status, 'cancelled');
  const template = await sam.events.templates.create(serverId, {
    title: 'Friday game night',
    rrule: 'FREQ=WEEKLY;BYDAY=FR',
    timezone: 'Europe/Berlin',
    startTime: '20:00',
  });
  assert.equal((await sam.events.templates.list(serverId)).templates[0]?.id, template.id);
  const changed = await sam.events.templates.update(serverId, template.id, { startTime: '19:30' });
  assert.equal(changed.startTime, '19:30');
  assert.deepEqual(await sam.events.templates.delete(serverId, template.id), { ok: true });
});

test('images are uploaded, read and deleted', async () => {
  const image = await sam.images.upload(PIXEL, { purpose: 'chat', alt: 'One pixel' });
  assert.deepEqual([image.size, image.alt, image.purpose], [PIXEL.length, 'One pixel', 'chat']);
  assert.equal((await sam.images.get(image.id)).id, image.id);
  assert.ok((await sam.images.status(image.id)).processingStatus);
  assert.equal(await sam.images.delete(image.id), undefined);
});

test('identity has one shape for users and robots', async () => {
  const user = await mira.identity();
  assert.deepEqual([user.kind, user.username, user.serverId], ['user', 'mira', null]);
  const robot = await bot.identity();
  assert.deepEqual([robot.kind, robot.displayName], ['robot', 'Beacon']);
  assert.deepEqual([robot.serverId, robot.username], [lag.serverId, null]);
  assert.ok(robot.permissions?.includes('read_messages'));
  assert.deepEqual([sam.isRobot, bot.isRobot], [false, true]);
});

test('robots receive events by poll', async () => {
  await bot.robots.events.poll();
  const { serverId, roomId } = lag;
  await sam.servers.rooms.messages.send(serverId, roomId, { content: 'Is Beacon awake?' });
  const events: RobotEvent[] = await bot.robots.events.poll();
  const [event] = events.filter(({ type }) => type === 'room.message');
  assert.ok(event?.type === 'room.message');
  assert.equal(event.data.content, 'Is Beacon awake?');
});

test('a call can be read with its response', async () => {
  const answer = await sam.users.me().withResponse();
  assert.deepEqual([answer.data.username, answer.status, answer.attempts], ['sam', 200, 1]);
  assert.match(answer.headers.get('content-type') ?? '', /json/);
  assert.equal(typeof answer.elapsedMs, 'number');
});
