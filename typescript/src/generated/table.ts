// Generated from routes/*.yaml and lagclient/models by `lagclient generate`.

import type { Limits, Row } from '../route.js';

/** How often each kind of token may call the API, whatever the route. */
export const LIMITS: Limits = { robot: { count: 100, seconds: 60 } };

/** The methods of the table. */
export type RouteName =
  | 'identity'
  | 'dms.list'
  | 'dms.create'
  | 'dms.get'
  | 'dms.listMessages'
  | 'dms.sendMessage'
  | 'dms.editMessage'
  | 'dms.deleteMessage'
  | 'events.list'
  | 'events.create'
  | 'events.get'
  | 'events.update'
  | 'events.cancel'
  | 'events.rsvp'
  | 'events.toggleExternalAccess'
  | 'events.guests.list'
  | 'events.guests.admit'
  | 'events.guests.reject'
  | 'events.templates.list'
  | 'events.templates.create'
  | 'events.templates.update'
  | 'events.templates.delete'
  | 'friends.list'
  | 'friends.requests'
  | 'friends.sendRequest'
  | 'friends.accept'
  | 'friends.decline'
  | 'friends.remove'
  | 'friends.block'
  | 'images.upload'
  | 'images.get'
  | 'images.status'
  | 'images.delete'
  | 'robots.events.poll'
  | 'robots.events.stream'
  | 'servers.list'
  | 'servers.create'
  | 'servers.get'
  | 'servers.update'
  | 'servers.uploadIcon'
  | 'servers.delete'
  | 'servers.leave'
  | 'servers.invites.list'
  | 'servers.invites.create'
  | 'servers.invites.revoke'
  | 'servers.invites.preview'
  | 'servers.invites.join'
  | 'servers.invites.inviteFriend'
  | 'servers.members.list'
  | 'servers.members.kick'
  | 'servers.members.listBans'
  | 'servers.members.ban'
  | 'servers.members.unban'
  | 'servers.members.mute'
  | 'servers.members.unmute'
  | 'servers.members.listMutes'
  | 'servers.roles.list'
  | 'servers.roles.create'
  | 'servers.roles.update'
  | 'servers.roles.delete'
  | 'servers.roles.assignToMember'
  | 'servers.rooms.list'
  | 'servers.rooms.create'
  | 'servers.rooms.update'
  | 'servers.rooms.delete'
  | 'servers.rooms.messages.list'
  | 'servers.rooms.messages.send'
  | 'servers.rooms.messages.edit'
  | 'servers.rooms.messages.delete'
  | 'system.health'
  | 'system.version'
  | 'system.status'
  | 'system.config'
  | 'users.me'
  | 'users.updateMe'
  | 'users.setup'
  | 'users.uploadAvatar'
  | 'users.registerPushToken'
  | 'users.removePushToken'
  | 'users.requestDeletion'
  | 'users.cancelDeletion'
  | 'users.steamLookup'
  | 'users.importSteamAvatar'
  | 'users.steamActivity'
  | 'users.checkUsername'
  | 'users.search'
  | 'users.get';

/** The routes of the Lag API, by the method that calls each. */
export const TABLE: Readonly<Record<RouteName, Row>> = {
  'identity': {
    method: 'GET',
    path: '/robots/@me/info',
    callers: ['user', 'robot'],
    replay: 'safe',
    result: 'identity',
    via: { user: { route: 'users.me' } },
  },
  'dms.list': {
    method: 'GET',
    path: '/dms',
    callers: ['user'],
    replay: 'safe',
    result: 'list',
  },
  'dms.create': {
    method: 'POST',
    path: '/dms',
    callers: ['user'],
    replay: 'safe',
    result: 'object',
    where: 'body',
    fields: { userId: 'str!' },
  },
  'dms.get': {
    method: 'GET',
    path: '/dms/{conversationId}',
    callers: ['user'],
    replay: 'safe',
    result: 'object',
  },
  'dms.listMessages': {
    method: 'GET',
    path: '/dms/{conversationId}/messages',
    callers: ['user'],
    replay: 'safe',
    result: 'page',
    items: 'messages',
    where: 'query',
    fields: { limit: 'int 1 to 100', cursor: 'str' },
  },
  'dms.sendMessage': {
    method: 'POST',
    path: '/dms/{conversationId}/messages',
    callers: ['user'],
    replay: 'look',
    result: 'object',
    where: 'body',
    fields: { content: 'str!', replyToId: 'str', imageId: 'str' },
    look: 'dms.listMessages',
  },
  'dms.editMessage': {
    method: 'PATCH',
    path: '/dms/{conversationId}/messages/{messageId}',
    callers: ['user'],
    replay: 'safe',
    result: 'object',
    where: 'body',
    fields: { content: 'str!' },
  },
  'dms.deleteMessage': {
    method: 'DELETE',
    path: '/dms/{conversationId}/messages/{messageId}',
    callers: ['user'],
    replay: 'safe',
    result: 'none',
  },
  'events.list': {
    method: 'GET',
    path: '/servers/{serverId}/events',
    callers: ['user'],
    replay: 'safe',
    result: 'envelope',
    items: 'events',
  },
  'events.create': {
    method: 'POST',
    path: '/servers/{serverId}/events',
    callers: ['user'],
    replay: 'never',
    result: 'object',
    where: 'body',
    fields: {
      title: 'str!',
      startsAt: 'time!',
      description: 'str',
      coverImageUrl: 'str',
      endsAt: 'time',
      externalAccessEnabled: 'bool',
      externalAutoAdmit: 'bool',
    },
  },
  'events.get': {
    method: 'GET',
    path: '/servers/{serverId}/events/{eventId}',
    callers: ['user'],
    replay: 'safe',
    result: 'object',
  },
  'events.update': {
    method: 'PATCH',
    path: '/servers/{serverId}/events/{eventId}',
    callers: ['user'],
    replay: 'safe',
    result: 'object',
    where: 'body',
    fields: {
      title: 'str',
      description: 'str',
      coverImageUrl: 'str',
      startsAt: 'time',
      endsAt: 'time',
      externalAccessEnabled: 'bool',
      externalAutoAdmit: 'bool',
    },
  },
  'events.cancel': {
    method: 'DELETE',
    path: '/servers/{serverId}/events/{eventId}',
    callers: ['user'],
    replay: 'safe',
    result: 'object',
    whenGone: { status: 'cancelled' },
  },
  'events.rsvp': {
    method: 'POST',
    path: '/servers/{serverId}/events/{eventId}/rsvp',
    callers: ['user'],
    replay: 'safe',
    result: 'object',
    where: 'body',
    fields: { status: 'str!' },
  },
  'events.toggleExternalAccess': {
    method: 'POST',
    path: '/servers/{serverId}/events/{eventId}/external/toggle',
    callers: ['user'],
    replay: 'never',
    result: 'object',
  },
  'events.guests.list': {
    method: 'GET',
    path: '/servers/{serverId}/events/{eventId}/guests',
    callers: ['user'],
    replay: 'safe',
    result: 'envelope',
    items: 'guests',
  },
  'events.guests.admit': {
    method: 'POST',
    path: '/servers/{serverId}/events/{eventId}/guests/{guestId}/admit',
    callers: ['user'],
    replay: 'safe',
    result: 'object',
  },
  'events.guests.reject': {
    method: 'POST',
    path: '/servers/{serverId}/events/{eventId}/guests/{guestId}/reject',
    callers: ['user'],
    replay: 'safe',
    result: 'object',
  },
  'events.templates.list': {
    method: 'GET',
    path: '/servers/{serverId}/event-templates',
    callers: ['user'],
    replay: 'safe',
    result: 'envelope',
    items: 'templates',
  },
  'events.templates.create': {
    method: 'POST',
    path: '/servers/{serverId}/event-templates',
    callers: ['user'],
    replay: 'never',
    result: 'object',
    where: 'body',
    fields: {
      title: 'str!',
      rrule: 'str!',
      timezone: 'str!',
      startTime: 'str!',
      description: 'str',
      durationMinutes: 'int',
      coverImageUrl: 'str',
      externalAccessEnabled: 'bool',
      externalAutoAdmit: 'bool',
    },
  },
  'events.templates.update': {
    method: 'PATCH',
    path: '/servers/{serverId}/event-templates/{templateId}',
    callers: ['user'],
    replay: 'safe',
    result: 'object',
    where: 'body',
    fields: {
      title: 'str',
      description: 'str',
      rrule: 'str',
      timezone: 'str',
      startTime: 'str',
      durationMinutes: 'int',
      coverImageUrl: 'str',
      externalAccessEnabled: 'bool',
      externalAutoAdmit: 'bool',
    },
  },
  'events.templates.delete': {
    method: 'DELETE',
    path: '/servers/{serverId}/event-templates/{templateId}',
    callers: ['user'],
    replay: 'safe',
    result: 'object',
    whenGone: { ok: true },
  },
  'friends.list': {
    method: 'GET',
    path: '/friends',
    callers: ['user'],
    replay: 'safe',
    result: 'list',
  },
  'friends.requests': {
    method: 'GET',
    path: '/friends/requests',
    callers: ['user'],
    replay: 'safe',
    result: 'object',
  },
  'friends.sendRequest': {
    method: 'POST',
    path: '/friends/request',
    callers: ['user'],
    replay: 'never',
    result: 'object',
    where: 'body',
    fields: { username: 'str!' },
  },
  'friends.accept': {
    method: 'POST',
    path: '/friends/accept',
    callers: ['user'],
    replay: 'never',
    result: 'object',
    where: 'body',
    fields: { requestId: 'str!' },
  },
  'friends.decline': {
    method: 'POST',
    path: '/friends/decline',
    callers: ['user'],
    replay: 'never',
    result: 'none',
    where: 'body',
    fields: { requestId: 'str!' },
  },
  'friends.remove': {
    method: 'DELETE',
    path: '/friends/{friendshipId}',
    callers: ['user'],
    replay: 'safe',
    result: 'none',
  },
  'friends.block': {
    method: 'POST',
    path: '/friends/block',
    callers: ['user'],
    replay: 'safe',
    result: 'object',
    where: 'body',
    fields: { userId: 'str!' },
  },
  'images.upload': {
    method: 'POST',
    path: '/images',
    callers: ['user'],
    replay: 'never',
    result: 'object',
    where: 'form',
    fields: {
      file: 'image!',
      purpose: 'str!',
      alt: 'str',
      entityId: 'str',
      filename: 'of',
      contentType: 'of',
    },
  },
  'images.get': {
    method: 'GET',
    path: '/images/{imageId}',
    callers: ['user'],
    replay: 'safe',
    result: 'object',
  },
  'images.status': {
    method: 'GET',
    path: '/images/{imageId}/status',
    callers: ['user'],
    replay: 'safe',
    result: 'object',
  },
  'images.delete': {
    method: 'DELETE',
    path: '/images/{imageId}',
    callers: ['user'],
    replay: 'safe',
    result: 'none',
  },
  'robots.events.poll': {
    method: 'GET',
    path: '/robots/@me/events/poll',
    callers: ['robot'],
    replay: 'safe',
    result: 'events',
  },
  'robots.events.stream': {
    method: 'GET',
    path: '/robots/@me/events/sse',
    callers: ['robot'],
    replay: 'safe',
    result: 'stream',
  },
  'servers.list': {
    method: 'GET',
    path: '/servers/me',
    callers: ['user'],
    replay: 'safe',
    result: 'list',
  },
  'servers.create': {
    method: 'POST',
    path: '/servers',
    callers: ['user'],
    replay: 'never',
    result: 'object',
    where: 'body',
    fields: { name: 'str!', iconEmoji: 'str?' },
  },
  'servers.get': {
    method: 'GET',
    path: '/servers/{serverId}',
    callers: ['user'],
    replay: 'safe',
    result: 'object',
  },
  'servers.update': {
    method: 'PATCH',
    path: '/servers/{serverId}',
    callers: ['user'],
    replay: 'safe',
    result: 'object',
    where: 'body',
    fields: { name: 'str', iconUrl: 'str?', iconEmoji: 'str?' },
  },
  'servers.uploadIcon': {
    method: 'POST',
    path: '/servers/{serverId}/icon',
    callers: ['user'],
    replay: 'safe',
    result: 'object',
    where: 'body',
    fields: { image: 'str!', contentType: 'str' },
  },
  'servers.delete': {
    method: 'DELETE',
    path: '/servers/{serverId}',
    callers: ['user'],
    replay: 'safe',
    result: 'none',
  },
  'servers.leave': {
    method: 'DELETE',
    path: '/servers/{serverId}/leave',
    callers: ['user'],
    replay: 'safe',
    result: 'none',
  },
  'servers.invites.list': {
    method: 'GET',
    path: '/servers/{serverId}/invites',
    callers: ['user'],
    replay: 'safe',
    result: 'list',
  },
  'servers.invites.create': {
    method: 'POST',
    path: '/servers/{serverId}/invites',
    callers: ['user'],
    replay: 'never',
    result: 'object',
    where: 'body',
    fields: { maxUses: 'int', expiresInHours: 'int' },
  },
  'servers.invites.revoke': {
    method: 'DELETE',
    path: '/servers/{serverId}/invites/{inviteId}',
    callers: ['user'],
    replay: 'safe',
    result: 'none',
  },
  'servers.invites.preview': {
    method: 'GET',
    path: '/servers/invite/{code}',
    callers: ['public'],
    replay: 'safe',
    result: 'object',
  },
  'servers.invites.join': {
    method: 'POST',
    path: '/servers/join/{code}',
    callers: ['user'],
    replay: 'never',
    result: 'object',
  },
  'servers.invites.inviteFriend': {
    method: 'POST',
    path: '/servers/{serverId}/invite-friend',
    callers: ['user'],
    replay: 'never',
    result: 'object',
    where: 'body',
    fields: { userId: 'str!' },
  },
  'servers.members.list': {
    method: 'GET',
    path: '/servers/{serverId}/members',
    callers: ['user', 'robot'],
    replay: 'safe',
    result: 'list',
    items: 'members',
    via: { user: { route: 'servers.get', pick: 'members' } },
  },
  'servers.members.kick': {
    method: 'DELETE',
    path: '/servers/{serverId}/members/{userId}',
    callers: ['user'],
    replay: 'safe',
    result: 'none',
  },
  'servers.members.listBans': {
    method: 'GET',
    path: '/servers/{serverId}/bans',
    callers: ['user'],
    replay: 'safe',
    result: 'list',
  },
  'servers.members.ban': {
    method: 'POST',
    path: '/servers/{serverId}/bans/{userId}',
    callers: ['user'],
    replay: 'never',
    result: 'object',
    where: 'body',
    fields: { reason: 'str', duration: 'int' },
  },
  'servers.members.unban': {
    method: 'DELETE',
    path: '/servers/{serverId}/bans/{userId}',
    callers: ['user'],
    replay: 'safe',
    result: 'none',
  },
  'servers.members.mute': {
    method: 'POST',
    path: '/servers/{serverId}/mutes/{userId}',
    callers: ['user'],
    replay: 'never',
    result: 'object',
    where: 'body',
    fields: { reason: 'str', duration: 'int' },
  },
  'servers.members.unmute': {
    method: 'DELETE',
    path: '/servers/{serverId}/mutes/{userId}',
    callers: ['user'],
    replay: 'safe',
    result: 'none',
  },
  'servers.members.listMutes': {
    method: 'GET',
    path: '/servers/{serverId}/mutes',
    callers: ['user'],
    replay: 'safe',
    result: 'list',
  },
  'servers.roles.list': {
    method: 'GET',
    path: '/servers/{serverId}/roles',
    callers: ['user'],
    replay: 'safe',
    result: 'list',
  },
  'servers.roles.create': {
    method: 'POST',
    path: '/servers/{serverId}/roles',
    callers: ['user'],
    replay: 'never',
    result: 'object',
    where: 'body',
    fields: { name: 'str!', permissions: 'int!', color: 'str' },
  },
  'servers.roles.update': {
    method: 'PATCH',
    path: '/servers/{serverId}/roles/{roleId}',
    callers: ['user'],
    replay: 'safe',
    result: 'object',
    where: 'body',
    fields: {
      name: 'str',
      color: 'str',
      permissions: 'int',
      sortOrder: 'int',
    },
  },
  'servers.roles.delete': {
    method: 'DELETE',
    path: '/servers/{serverId}/roles/{roleId}',
    callers: ['user'],
    replay: 'safe',
    result: 'none',
  },
  'servers.roles.assignToMember': {
    method: 'PUT',
    path: '/servers/{serverId}/members/{userId}/role',
    callers: ['user'],
    replay: 'safe',
    result: 'object',
    where: 'body',
    fields: { roleId: 'str!' },
  },
  'servers.rooms.list': {
    method: 'GET',
    path: '/servers/{serverId}/rooms',
    callers: ['user', 'robot'],
    replay: 'safe',
    result: 'list',
    items: 'rooms',
    via: { user: { route: 'servers.get', pick: 'rooms' } },
  },
  'servers.rooms.create': {
    method: 'POST',
    path: '/servers/{serverId}/rooms',
    callers: ['user'],
    replay: 'never',
    result: 'object',
    where: 'body',
    fields: { name: 'str!', maxParticipants: 'int' },
  },
  'servers.rooms.update': {
    method: 'PATCH',
    path: '/servers/{serverId}/rooms/{roomId}',
    callers: ['user'],
    replay: 'safe',
    result: 'object',
    where: 'body',
    fields: { name: 'str', maxParticipants: 'int' },
  },
  'servers.rooms.delete': {
    method: 'DELETE',
    path: '/servers/{serverId}/rooms/{roomId}',
    callers: ['user'],
    replay: 'safe',
    result: 'none',
  },
  'servers.rooms.messages.list': {
    method: 'GET',
    path: '/servers/{serverId}/rooms/{roomId}/messages',
    callers: ['user', 'robot'],
    replay: 'safe',
    result: 'page',
    items: 'messages',
    where: 'query',
    fields: { limit: 'int 1 to 100', cursor: 'str' },
  },
  'servers.rooms.messages.send': {
    method: 'POST',
    path: '/servers/{serverId}/rooms/{roomId}/messages',
    callers: ['user', 'robot'],
    replay: 'look',
    result: 'object',
    where: 'body',
    fields: { content: 'str', replyToId: 'str', imageId: 'str' },
    look: 'servers.rooms.messages.list',
    limits: { robot: { count: 10, seconds: 10 } },
  },
  'servers.rooms.messages.edit': {
    method: 'PATCH',
    path: '/servers/{serverId}/rooms/{roomId}/messages/{messageId}',
    callers: ['user', 'robot'],
    replay: 'safe',
    result: 'object',
    where: 'body',
    fields: { content: 'str!' },
  },
  'servers.rooms.messages.delete': {
    method: 'DELETE',
    path: '/servers/{serverId}/rooms/{roomId}/messages/{messageId}',
    callers: ['user', 'robot'],
    replay: 'safe',
    result: 'none',
  },
  'system.health': {
    method: 'GET',
    path: '/health',
    callers: ['public'],
    replay: 'safe',
    result: 'object',
  },
  'system.version': {
    method: 'GET',
    path: '/version',
    callers: ['public'],
    replay: 'safe',
    result: 'object',
  },
  'system.status': {
    method: 'GET',
    path: '/system-status',
    callers: ['public'],
    replay: 'safe',
    result: 'object',
  },
  'system.config': {
    method: 'GET',
    path: '/config',
    callers: ['user'],
    replay: 'safe',
    result: 'object',
  },
  'users.me': {
    method: 'GET',
    path: '/users/me',
    callers: ['user'],
    replay: 'safe',
    result: 'object',
  },
  'users.updateMe': {
    method: 'PATCH',
    path: '/users/me',
    callers: ['user'],
    replay: 'safe',
    result: 'object',
    where: 'body',
    fields: {
      displayName: 'str',
      avatarUrl: 'str',
      steamId: 'str?',
    },
  },
  'users.setup': {
    method: 'POST',
    path: '/users/me/setup',
    callers: ['user'],
    replay: 'never',
    result: 'object',
    where: 'body',
    fields: {
      username: 'str!',
      displayName: 'str!',
      avatarUrl: 'str',
    },
  },
  'users.uploadAvatar': {
    method: 'POST',
    path: '/users/me/avatar',
    callers: ['user'],
    replay: 'safe',
    result: 'object',
    where: 'body',
    fields: { image: 'str!', contentType: 'str' },
  },
  'users.registerPushToken': {
    method: 'POST',
    path: '/users/me/push-token',
    callers: ['user'],
    replay: 'never',
    result: 'object',
    where: 'body',
    fields: { token: 'str!', platform: 'str!' },
  },
  'users.removePushToken': {
    method: 'DELETE',
    path: '/users/me/push-token',
    callers: ['user'],
    replay: 'safe',
    result: 'object',
    where: 'body',
    fields: { token: 'str!' },
    whenGone: { ok: true },
  },
  'users.requestDeletion': {
    method: 'POST',
    path: '/users/me/request-deletion',
    callers: ['user'],
    replay: 'never',
    result: 'object',
  },
  'users.cancelDeletion': {
    method: 'POST',
    path: '/users/me/cancel-deletion',
    callers: ['user'],
    replay: 'never',
    result: 'object',
  },
  'users.steamLookup': {
    method: 'GET',
    path: '/users/me/steam-lookup',
    callers: ['user'],
    replay: 'safe',
    result: 'object',
    where: 'query',
    fields: { q: 'str!' },
  },
  'users.importSteamAvatar': {
    method: 'POST',
    path: '/users/me/steam-avatar',
    callers: ['user'],
    replay: 'safe',
    result: 'object',
    where: 'body',
    fields: { avatarUrl: 'str!' },
  },
  'users.steamActivity': {
    method: 'GET',
    path: '/users/me/steam-activity',
    callers: ['user'],
    replay: 'safe',
    result: 'object',
  },
  'users.checkUsername': {
    method: 'GET',
    path: '/users/check-username',
    callers: ['user'],
    replay: 'safe',
    result: 'object',
    where: 'query',
    fields: { username: 'str!' },
  },
  'users.search': {
    method: 'GET',
    path: '/users/search',
    callers: ['user'],
    replay: 'safe',
    result: 'list',
    where: 'query',
    fields: { q: 'str!' },
  },
  'users.get': {
    method: 'GET',
    path: '/users/{userId}',
    callers: ['user'],
    replay: 'safe',
    result: 'object',
  },
};
