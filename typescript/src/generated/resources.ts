// Generated from routes/*.yaml and lagclient/models by `lagclient generate`.

import { call, listen, pages, Resource } from '../call.js';
import type {
  CallOptions,
  CursorParams,
  EventStream,
  ImageInput,
  LagPromise,
  Pages,
  PaginatedResponse,
  PollingOptions,
  StreamOptions,
} from '../types.js';
import type {
  AssignRoleBody,
  AvatarUploadBody,
  BanMemberBody,
  CreateEventBody,
  CreateEventTemplateBody,
  CreateInviteBody,
  CreateRoleBody,
  CreateRoomBody,
  CreateServerBody,
  EditDmMessageBody,
  EditRoomMessageBody,
  MuteMemberBody,
  PushTokenBody,
  RsvpBody,
  SendDmMessageBody,
  SendRoomMessageBody,
  ServerIconUploadBody,
  SetupUserBody,
  UpdateEventBody,
  UpdateEventTemplateBody,
  UpdateRoleBody,
  UpdateRoomBody,
  UpdateServerBody,
  UpdateUserBody,
  UploadImageOptions,
} from './bodies.js';
import type {
  AnyIdentity,
  AssignRoleResponse,
  AvatarUploadResponse,
  CheckUsernameResponse,
  DmConversation,
  DmMessage,
  EditedRoomMessage,
  EventCancelResult,
  EventGuest,
  EventSummary,
  EventTemplate,
  Friend,
  FriendRequestList,
  Friendship,
  HealthResponse,
  ImageMetadata,
  ImageStatus,
  InviteFriendResult,
  RobotEvent,
  Room,
  RoomMessage,
  RsvpResponse,
  Server,
  ServerBan,
  ServerIconUploadResponse,
  ServerInvite,
  ServerInvitePreview,
  ServerMember,
  ServerMute,
  ServerRoleObject,
  ServerWithDetails,
  SteamActivityResponse,
  SteamLookupResponse,
  SystemStatusResponse,
  User,
  UserConfig,
  VersionResponse,
} from './models.js';

/** Chat messages of a room. */
export class RoomMessagesResource extends Resource {
  /**
   * Get one page of a room's messages, the newest page first.
   *
   * Messages on a page may come in either order; sort by `createdAt` where it matters.
   *
   * `GET /servers/{serverId}/rooms/{roomId}/messages`
   * Robots with permission `read_messages` use the same path under /robots/@me.
   *
   * @param serverId - Id of the server.
   * @param roomId - Id of the room.
   * @param params - Which page to get.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  list(
    serverId: string,
    roomId: string,
    params?: CursorParams,
    options?: CallOptions,
  ): LagPromise<PaginatedResponse<RoomMessage>> {
    return call(this, 'servers.rooms.messages.list', [serverId, roomId], params, options);
  }

  /**
   * Iterate over the pages of `list`. A page is fetched when it is reached.
   *
   * `for await (const page of ...)` gives pages, `.items()` gives their items.
   *
   * `GET /servers/{serverId}/rooms/{roomId}/messages`
   * Robots with permission `read_messages` use the same path under /robots/@me.
   *
   * @param serverId - Id of the server.
   * @param roomId - Id of the room.
   * @param params - Which page to get.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  paginate(
    serverId: string,
    roomId: string,
    params?: CursorParams,
    options?: CallOptions,
  ): Pages<RoomMessage> {
    return pages(this, 'servers.rooms.messages.list', [serverId, roomId], params, options);
  }

  /**
   * Iterate over the pages of `list`, as `paginate` does.
   *
   * `for await (const page of ...)` gives pages, `.items()` gives their items.
   *
   * `GET /servers/{serverId}/rooms/{roomId}/messages`
   * Robots with permission `read_messages` use the same path under /robots/@me.
   *
   * @param serverId - Id of the server.
   * @param roomId - Id of the room.
   * @param params - Which page to get.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  iter(
    serverId: string,
    roomId: string,
    params?: CursorParams,
    options?: CallOptions,
  ): Pages<RoomMessage> {
    return pages(this, 'servers.rooms.messages.list', [serverId, roomId], params, options);
  }

  /**
   * Send a message to a room, as the user or as the robot.
   *
   * A message has a text, an image or both. Text is stored as it is: emoji shortcodes such as
   * `:smile:` are not expanded. For robots the API documents `content` only, and requires it.
   *
   * `POST /servers/{serverId}/rooms/{roomId}/messages`
   * Robots with permission `send_messages` use the same path under /robots/@me.
   * A robot may call it 10 times in 10 seconds.
   *
   * If the response is lost, the newest messages are searched before a second attempt. A second
   * request would post the message twice.
   *
   * @param serverId - Id of the server.
   * @param roomId - Id of the room.
   * @param body - The fields to send.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagConflictError if the request conflicts with existing state.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  send(
    serverId: string,
    roomId: string,
    body: SendRoomMessageBody,
    options?: CallOptions,
  ): LagPromise<RoomMessage> {
    return call(this, 'servers.rooms.messages.send', [serverId, roomId], body, options);
  }

  /**
   * Change the text of a message.
   *
   * Only its author may do this. For a robot the result has only the id, the room,
   * the text and the time of the edit.
   *
   * `PATCH /servers/{serverId}/rooms/{roomId}/messages/{messageId}`
   * Robots with permission `send_messages` use the same path under /robots/@me.
   *
   * @param serverId - Id of the server.
   * @param roomId - Id of the room.
   * @param messageId - Id of the message.
   * @param body - The fields to send.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagConflictError if the request conflicts with existing state.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  edit(
    serverId: string,
    roomId: string,
    messageId: string,
    body: EditRoomMessageBody,
    options?: CallOptions,
  ): LagPromise<RoomMessage>;
  /** As a robot, whose response has fewer fields: `edit<'robot'>(...)`. */
  edit<_Caller extends 'robot'>(
    serverId: string,
    roomId: string,
    messageId: string,
    body: EditRoomMessageBody,
    options?: CallOptions,
  ): LagPromise<EditedRoomMessage>;
  edit(
    serverId: string,
    roomId: string,
    messageId: string,
    body: EditRoomMessageBody,
    options?: CallOptions,
  ): LagPromise<EditedRoomMessage> {
    return call(this, 'servers.rooms.messages.edit', [serverId, roomId, messageId], body, options);
  }

  /**
   * Delete a message for good.
   *
   * You may delete your own messages and, as the owner of the server, any message. A robot may
   * delete only its own.
   *
   * `DELETE /servers/{serverId}/rooms/{roomId}/messages/{messageId}`
   * Robots with permission `send_messages` use the same path under /robots/@me.
   *
   * @param serverId - Id of the server.
   * @param roomId - Id of the room.
   * @param messageId - Id of the message.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  delete(
    serverId: string,
    roomId: string,
    messageId: string,
    options?: CallOptions,
  ): LagPromise<void> {
    return call(this, 'servers.rooms.messages.delete', [serverId, roomId, messageId], undefined, options);
  }
}

/** External guests who come to an event by its share link. */
export class EventGuestsResource extends Resource {
  /**
   * List the guests of an event, both pending and resolved.
   *
   * Only the event's creator and members with `MANAGE_EVENTS` may do this.
   *
   * `GET /servers/{serverId}/events/{eventId}/guests`
   *
   * @param serverId - Id of the server.
   * @param eventId - Id of the event.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  list(
    serverId: string,
    eventId: string,
    options?: CallOptions,
  ): LagPromise<{ guests: EventGuest[] }> {
    return call(this, 'events.guests.list', [serverId, eventId], undefined, options);
  }

  /**
   * Admit a guest to an event.
   *
   * Only the event's creator and members with `MANAGE_EVENTS` may do this.
   *
   * `POST /servers/{serverId}/events/{eventId}/guests/{guestId}/admit`
   *
   * The request is repeated if its response is lost. A repeat sets the guest to admitted again.
   *
   * @param serverId - Id of the server.
   * @param eventId - Id of the event.
   * @param guestId - Id of the guest.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagConflictError if the request conflicts with existing state.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  admit(
    serverId: string,
    eventId: string,
    guestId: string,
    options?: CallOptions,
  ): LagPromise<{ status: 'admitted' }> {
    return call(this, 'events.guests.admit', [serverId, eventId, guestId], undefined, options);
  }

  /**
   * Reject a guest of an event.
   *
   * Only the event's creator and members with `MANAGE_EVENTS` may do this.
   *
   * `POST /servers/{serverId}/events/{eventId}/guests/{guestId}/reject`
   *
   * The request is repeated if its response is lost. A repeat sets the guest to rejected again.
   *
   * @param serverId - Id of the server.
   * @param eventId - Id of the event.
   * @param guestId - Id of the guest.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagConflictError if the request conflicts with existing state.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  reject(
    serverId: string,
    eventId: string,
    guestId: string,
    options?: CallOptions,
  ): LagPromise<{ status: 'rejected' }> {
    return call(this, 'events.guests.reject', [serverId, eventId, guestId], undefined, options);
  }
}

/** Templates from which recurring events are scheduled. */
export class EventTemplatesResource extends Resource {
  /**
   * List the event templates of a server.
   *
   * `GET /servers/{serverId}/event-templates`
   *
   * @param serverId - Id of the server.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  list(serverId: string, options?: CallOptions): LagPromise<{ templates: EventTemplate[] }> {
    return call(this, 'events.templates.list', [serverId], undefined, options);
  }

  /**
   * Create a template for a recurring event.
   *
   * The API creates each event from the template 48 hours ahead.
   *
   * `POST /servers/{serverId}/event-templates`
   *
   * The request is not repeated once it may have taken effect. A second request would create a
   * second template, and so every event twice.
   *
   * @param serverId - Id of the server.
   * @param body - The fields to send.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagConflictError if the request conflicts with existing state.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  create(
    serverId: string,
    body: CreateEventTemplateBody,
    options?: CallOptions,
  ): LagPromise<EventTemplate> {
    return call(this, 'events.templates.create', [serverId], body, options);
  }

  /**
   * Change an event template.
   *
   * `PATCH /servers/{serverId}/event-templates/{templateId}`
   *
   * @param serverId - Id of the server.
   * @param templateId - Id of the template.
   * @param body - The fields to send.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagConflictError if the request conflicts with existing state.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  update(
    serverId: string,
    templateId: string,
    body: UpdateEventTemplateBody,
    options?: CallOptions,
  ): LagPromise<EventTemplate> {
    return call(this, 'events.templates.update', [serverId, templateId], body, options);
  }

  /**
   * Delete an event template.
   *
   * The events that it scheduled are deleted too.
   *
   * `DELETE /servers/{serverId}/event-templates/{templateId}`
   *
   * @param serverId - Id of the server.
   * @param templateId - Id of the template.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  delete(serverId: string, templateId: string, options?: CallOptions): LagPromise<{ ok: true }> {
    return call(this, 'events.templates.delete', [serverId, templateId], undefined, options);
  }
}

/** Events that the API delivers to a robot. */
export class RobotEventsResource extends Resource {
  /**
   * Fetch the pending events of the robot by long-poll.
   *
   * For robots whose transport is long-poll. The robot receives events that it is subscribed to
   * and has a permission for.
   *
   * `GET /robots/@me/events/poll`
   * Only for robots.
   *
   * The request is repeated if its response is lost. The API does not document whether a poll
   * consumes its events; if it does, the events of a lost response are lost with or without a
   * repeat.
   *
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  poll(options?: CallOptions): LagPromise<RobotEvent[]> {
    return call(this, 'robots.events.poll', [], undefined, options);
  }

  /**
   * Fetch the pending events of the robot by long-poll.
   *
   * For robots whose transport is long-poll. The robot receives events that it is subscribed to
   * and has a permission for.
   *
   * The iterator has no end. It polls again and again, also after failures, and each event comes
   * once. `stream` has a cursor, a poll does not.
   *
   * `GET /robots/@me/events/poll`
   * Only for robots.
   *
   * @param options - Where to begin, and how to go on.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  polling(options?: PollingOptions): EventStream {
    return listen(this, 'robots.events.poll', options);
  }

  /**
   * Stream the events of the robot as server-sent events.
   *
   * For robots whose transport is SSE. The robot receives events that it is subscribed to and
   * has a permission for. The API sends a keepalive every 30 seconds.
   *
   * The iterator has no end. A connection that breaks is opened again after the last event, and
   * each event comes once. Asking for the next event acknowledges the previous one; only then does
   * the cursor move.
   *
   * `GET /robots/@me/events/sse`
   * Only for robots.
   *
   * @param options - Where to begin, and how to go on.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  stream(options?: StreamOptions): EventStream {
    return listen(this, 'robots.events.stream', options);
  }
}

/** Invites to a server, by code or directly to a friend. */
export class ServerInvitesResource extends Resource {
  /**
   * List the active invites of a server.
   *
   * Only admins and the owner may do this.
   *
   * `GET /servers/{serverId}/invites`
   *
   * @param serverId - Id of the server.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  list(serverId: string, options?: CallOptions): LagPromise<ServerInvite[]> {
    return call(this, 'servers.invites.list', [serverId], undefined, options);
  }

  /**
   * Create an invite to a server.
   *
   * `POST /servers/{serverId}/invites`
   *
   * The request is not repeated once it may have taken effect. A second request would create a
   * second invite.
   *
   * @param serverId - Id of the server.
   * @param body - The fields to send.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagConflictError if the request conflicts with existing state.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  create(
    serverId: string,
    body?: CreateInviteBody,
    options?: CallOptions,
  ): LagPromise<ServerInvite> {
    return call(this, 'servers.invites.create', [serverId], body, options);
  }

  /**
   * Revoke an invite.
   *
   * `DELETE /servers/{serverId}/invites/{inviteId}`
   *
   * @param serverId - Id of the server.
   * @param inviteId - Id of the invite, not its code.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  revoke(serverId: string, inviteId: string, options?: CallOptions): LagPromise<void> {
    return call(this, 'servers.invites.revoke', [serverId, inviteId], undefined, options);
  }

  /**
   * Get the server of an invite without joining it.
   *
   * `GET /servers/invite/{code}`
   *
   * @param code - Code of the invite.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  preview(code: string, options?: CallOptions): LagPromise<ServerInvitePreview> {
    return call(this, 'servers.invites.preview', [code], undefined, options);
  }

  /**
   * Join a server by an invite.
   *
   * `POST /servers/join/{code}`
   *
   * The request is not repeated once it may have taken effect. A repeat could count as another use
   * of the invite, or rejoin a server since left.
   *
   * @param code - Code of the invite.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagConflictError if the request conflicts with existing state.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  join(code: string, options?: CallOptions): LagPromise<Server> {
    return call(this, 'servers.invites.join', [code], undefined, options);
  }

  /**
   * Invite a friend to a server directly, without a code.
   *
   * `POST /servers/{serverId}/invite-friend`
   *
   * The request is not repeated once it may have taken effect. A second request could send the
   * friend a second invite.
   *
   * @param serverId - Id of the server.
   * @param userId - Id of the friend.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagConflictError if the request conflicts with existing state.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  inviteFriend(
    serverId: string,
    userId: string,
    options?: CallOptions,
  ): LagPromise<InviteFriendResult> {
    return call(this, 'servers.invites.inviteFriend', [serverId], { userId }, options);
  }
}

/** Members of a server, with bans and mutes. */
export class ServerMembersResource extends Resource {
  /**
   * List the members of a server.
   *
   * `GET /servers/{serverId}/members`
   * For users, this is `members` of `servers.get`.
   * Robots with permission `read_members` use the same path under /robots/@me.
   *
   * @param serverId - Id of the server.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  list(serverId: string, options?: CallOptions): LagPromise<ServerMember[]> {
    return call(this, 'servers.members.list', [serverId], undefined, options);
  }

  /**
   * Remove a member from a server.
   *
   * Admins and the owner may do this; the role permission for it is `KICK_MEMBERS`.
   *
   * `DELETE /servers/{serverId}/members/{userId}`
   *
   * @param serverId - Id of the server.
   * @param userId - User id of the member.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  kick(serverId: string, userId: string, options?: CallOptions): LagPromise<void> {
    return call(this, 'servers.members.kick', [serverId, userId], undefined, options);
  }

  /**
   * List the active bans of a server.
   *
   * `GET /servers/{serverId}/bans`
   *
   * @param serverId - Id of the server.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  listBans(serverId: string, options?: CallOptions): LagPromise<ServerBan[]> {
    return call(this, 'servers.members.listBans', [serverId], undefined, options);
  }

  /**
   * Ban a user from a server.
   *
   * `POST /servers/{serverId}/bans/{userId}`
   *
   * The request is not repeated once it may have taken effect. A repeat would restart the term of
   * the ban.
   *
   * @param serverId - Id of the server.
   * @param userId - Id of the user.
   * @param body - The fields to send.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagConflictError if the request conflicts with existing state.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  ban(
    serverId: string,
    userId: string,
    body?: BanMemberBody,
    options?: CallOptions,
  ): LagPromise<ServerBan> {
    return call(this, 'servers.members.ban', [serverId, userId], body, options);
  }

  /**
   * Lift the ban of a user.
   *
   * `DELETE /servers/{serverId}/bans/{userId}`
   *
   * @param serverId - Id of the server.
   * @param userId - Id of the user.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  unban(serverId: string, userId: string, options?: CallOptions): LagPromise<void> {
    return call(this, 'servers.members.unban', [serverId, userId], undefined, options);
  }

  /**
   * Mute a member of a server.
   *
   * `POST /servers/{serverId}/mutes/{userId}`
   *
   * The request is not repeated once it may have taken effect. A repeat would restart the term of
   * the mute.
   *
   * @param serverId - Id of the server.
   * @param userId - User id of the member.
   * @param body - The fields to send.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagConflictError if the request conflicts with existing state.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  mute(
    serverId: string,
    userId: string,
    body?: MuteMemberBody,
    options?: CallOptions,
  ): LagPromise<ServerMute> {
    return call(this, 'servers.members.mute', [serverId, userId], body, options);
  }

  /**
   * Lift the mute of a member.
   *
   * `DELETE /servers/{serverId}/mutes/{userId}`
   *
   * @param serverId - Id of the server.
   * @param userId - User id of the member.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  unmute(serverId: string, userId: string, options?: CallOptions): LagPromise<void> {
    return call(this, 'servers.members.unmute', [serverId, userId], undefined, options);
  }

  /**
   * List the active mutes of a server.
   *
   * `GET /servers/{serverId}/mutes`
   *
   * @param serverId - Id of the server.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  listMutes(serverId: string, options?: CallOptions): LagPromise<ServerMute[]> {
    return call(this, 'servers.members.listMutes', [serverId], undefined, options);
  }
}

/** Roles of a server and the permissions that they grant. */
export class ServerRolesResource extends Resource {
  /**
   * List the roles of a server, ordered by `sortOrder`.
   *
   * `GET /servers/{serverId}/roles`
   *
   * @param serverId - Id of the server.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  list(serverId: string, options?: CallOptions): LagPromise<ServerRoleObject[]> {
    return call(this, 'servers.roles.list', [serverId], undefined, options);
  }

  /**
   * Create a custom role.
   *
   * `POST /servers/{serverId}/roles`
   *
   * The request is not repeated once it may have taken effect. A second request would create a
   * second role.
   *
   * @param serverId - Id of the server.
   * @param body - The fields to send.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagConflictError if the request conflicts with existing state.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  create(
    serverId: string,
    body: CreateRoleBody,
    options?: CallOptions,
  ): LagPromise<ServerRoleObject> {
    return call(this, 'servers.roles.create', [serverId], body, options);
  }

  /**
   * Change a role.
   *
   * The permissions of the default roles (Owner, Admin and Member) cannot be edited: the API
   * responds with 400.
   *
   * `PATCH /servers/{serverId}/roles/{roleId}`
   *
   * @param serverId - Id of the server.
   * @param roleId - Id of the role.
   * @param body - The fields to send.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagConflictError if the request conflicts with existing state.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  update(
    serverId: string,
    roleId: string,
    body: UpdateRoleBody,
    options?: CallOptions,
  ): LagPromise<ServerRoleObject> {
    return call(this, 'servers.roles.update', [serverId, roleId], body, options);
  }

  /**
   * Delete a custom role.
   *
   * `DELETE /servers/{serverId}/roles/{roleId}`
   *
   * @param serverId - Id of the server.
   * @param roleId - Id of the role.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  delete(serverId: string, roleId: string, options?: CallOptions): LagPromise<void> {
    return call(this, 'servers.roles.delete', [serverId, roleId], undefined, options);
  }

  /**
   * Set the role of a member.
   *
   * `PUT /servers/{serverId}/members/{userId}/role`
   *
   * @param serverId - Id of the server.
   * @param userId - User id of the member.
   * @param body - The fields to send.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagConflictError if the request conflicts with existing state.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  assignToMember(
    serverId: string,
    userId: string,
    body: AssignRoleBody,
    options?: CallOptions,
  ): LagPromise<AssignRoleResponse> {
    return call(this, 'servers.roles.assignToMember', [serverId, userId], body, options);
  }
}

/** Rooms of a server. */
export class RoomsResource extends Resource {
  /** Chat messages of a room. */
  readonly messages = new RoomMessagesResource(this);

  /**
   * List the rooms of a server.
   *
   * `GET /servers/{serverId}/rooms`
   * For users, this is `rooms` of `servers.get`.
   * Robots with permission `read_rooms` use the same path under /robots/@me.
   *
   * @param serverId - Id of the server.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  list(serverId: string, options?: CallOptions): LagPromise<Room[]> {
    return call(this, 'servers.rooms.list', [serverId], undefined, options);
  }

  /**
   * Create a room.
   *
   * Only admins and the owner may do this. Robots cannot create rooms.
   *
   * `POST /servers/{serverId}/rooms`
   *
   * The request is not repeated once it may have taken effect. A second request would create a
   * second room.
   *
   * @param serverId - Id of the server.
   * @param body - The fields to send.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagConflictError if the request conflicts with existing state.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  create(serverId: string, body: CreateRoomBody, options?: CallOptions): LagPromise<Room> {
    return call(this, 'servers.rooms.create', [serverId], body, options);
  }

  /**
   * Change a room.
   *
   * Only admins and the owner may do this.
   *
   * `PATCH /servers/{serverId}/rooms/{roomId}`
   *
   * @param serverId - Id of the server.
   * @param roomId - Id of the room.
   * @param body - The fields to send.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagConflictError if the request conflicts with existing state.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  update(
    serverId: string,
    roomId: string,
    body: UpdateRoomBody,
    options?: CallOptions,
  ): LagPromise<Room> {
    return call(this, 'servers.rooms.update', [serverId, roomId], body, options);
  }

  /**
   * Delete a room.
   *
   * Only admins and the owner may do this. Robots cannot delete rooms.
   *
   * `DELETE /servers/{serverId}/rooms/{roomId}`
   *
   * @param serverId - Id of the server.
   * @param roomId - Id of the room.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  delete(serverId: string, roomId: string, options?: CallOptions): LagPromise<void> {
    return call(this, 'servers.rooms.delete', [serverId, roomId], undefined, options);
  }
}

/** Direct messages between you and a friend. */
export class DmsResource extends Resource {
  /**
   * List your direct message conversations.
   *
   * `GET /dms`
   *
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  list(options?: CallOptions): LagPromise<DmConversation[]> {
    return call(this, 'dms.list', [], undefined, options);
  }

  /**
   * Open the conversation with a friend, or get it if it exists.
   *
   * The other user must be an accepted friend; otherwise the API responds with 403.
   *
   * `POST /dms`
   *
   * The request is repeated if its response is lost. A repeat returns the conversation that the
   * first request created.
   *
   * @param userId - Id of the friend.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagConflictError if the request conflicts with existing state.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  create(userId: string, options?: CallOptions): LagPromise<DmConversation> {
    return call(this, 'dms.create', [], { userId }, options);
  }

  /**
   * Get a conversation.
   *
   * `GET /dms/{conversationId}`
   *
   * @param conversationId - Id of the conversation.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  get(conversationId: string, options?: CallOptions): LagPromise<DmConversation> {
    return call(this, 'dms.get', [conversationId], undefined, options);
  }

  /**
   * Get one page of a conversation's messages, the newest page first.
   *
   * Messages on a page may come in either order; sort by `createdAt` where it matters.
   *
   * `GET /dms/{conversationId}/messages`
   *
   * @param conversationId - Id of the conversation.
   * @param params - Which page to get.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  listMessages(
    conversationId: string,
    params?: CursorParams,
    options?: CallOptions,
  ): LagPromise<PaginatedResponse<DmMessage>> {
    return call(this, 'dms.listMessages', [conversationId], params, options);
  }

  /**
   * Iterate over the pages of `listMessages`. A page is fetched when it is reached.
   *
   * `for await (const page of ...)` gives pages, `.items()` gives their items.
   *
   * `GET /dms/{conversationId}/messages`
   *
   * @param conversationId - Id of the conversation.
   * @param params - Which page to get.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  paginateMessages(
    conversationId: string,
    params?: CursorParams,
    options?: CallOptions,
  ): Pages<DmMessage> {
    return pages(this, 'dms.listMessages', [conversationId], params, options);
  }

  /**
   * Iterate over the pages of `listMessages`, as `paginateMessages` does.
   *
   * `for await (const page of ...)` gives pages, `.items()` gives their items.
   *
   * `GET /dms/{conversationId}/messages`
   *
   * @param conversationId - Id of the conversation.
   * @param params - Which page to get.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  iterMessages(
    conversationId: string,
    params?: CursorParams,
    options?: CallOptions,
  ): Pages<DmMessage> {
    return pages(this, 'dms.listMessages', [conversationId], params, options);
  }

  /**
   * Send a direct message.
   *
   * `POST /dms/{conversationId}/messages`
   *
   * If the response is lost, the newest messages are searched before a second attempt. A second
   * request would send the message twice.
   *
   * @param conversationId - Id of the conversation.
   * @param body - The fields to send.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagConflictError if the request conflicts with existing state.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  sendMessage(
    conversationId: string,
    body: SendDmMessageBody,
    options?: CallOptions,
  ): LagPromise<DmMessage> {
    return call(this, 'dms.sendMessage', [conversationId], body, options);
  }

  /**
   * Change the text of a direct message.
   *
   * You can edit only your own messages.
   *
   * `PATCH /dms/{conversationId}/messages/{messageId}`
   *
   * @param conversationId - Id of the conversation.
   * @param messageId - Id of the message.
   * @param body - The fields to send.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagConflictError if the request conflicts with existing state.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  editMessage(
    conversationId: string,
    messageId: string,
    body: EditDmMessageBody,
    options?: CallOptions,
  ): LagPromise<DmMessage> {
    return call(this, 'dms.editMessage', [conversationId, messageId], body, options);
  }

  /**
   * Delete a direct message for good.
   *
   * You can delete only your own messages.
   *
   * `DELETE /dms/{conversationId}/messages/{messageId}`
   *
   * @param conversationId - Id of the conversation.
   * @param messageId - Id of the message.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  deleteMessage(
    conversationId: string,
    messageId: string,
    options?: CallOptions,
  ): LagPromise<void> {
    return call(this, 'dms.deleteMessage', [conversationId, messageId], undefined, options);
  }
}

/** Scheduled events of a server, with their guests and templates. */
export class EventsResource extends Resource {
  /** External guests who come to an event by its share link. */
  readonly guests = new EventGuestsResource(this);

  /** Templates from which recurring events are scheduled. */
  readonly templates = new EventTemplatesResource(this);

  /**
   * List the upcoming and active events of a server.
   *
   * `GET /servers/{serverId}/events`
   *
   * @param serverId - Id of the server.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  list(serverId: string, options?: CallOptions): LagPromise<{ events: EventSummary[] }> {
    return call(this, 'events.list', [serverId], undefined, options);
  }

  /**
   * Schedule an event.
   *
   * A voice room is attached to the event; `voiceRoomId` names it.
   *
   * `POST /servers/{serverId}/events`
   *
   * The request is not repeated once it may have taken effect. A second request would schedule a
   * second event.
   *
   * @param serverId - Id of the server.
   * @param body - The fields to send.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagConflictError if the request conflicts with existing state.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  create(serverId: string, body: CreateEventBody, options?: CallOptions): LagPromise<EventSummary> {
    return call(this, 'events.create', [serverId], body, options);
  }

  /**
   * Get an event.
   *
   * `GET /servers/{serverId}/events/{eventId}`
   *
   * @param serverId - Id of the server.
   * @param eventId - Id of the event.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  get(serverId: string, eventId: string, options?: CallOptions): LagPromise<EventSummary> {
    return call(this, 'events.get', [serverId, eventId], undefined, options);
  }

  /**
   * Change an event.
   *
   * `PATCH /servers/{serverId}/events/{eventId}`
   *
   * @param serverId - Id of the server.
   * @param eventId - Id of the event.
   * @param body - The fields to send.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagConflictError if the request conflicts with existing state.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  update(
    serverId: string,
    eventId: string,
    body: UpdateEventBody,
    options?: CallOptions,
  ): LagPromise<EventSummary> {
    return call(this, 'events.update', [serverId, eventId], body, options);
  }

  /**
   * Cancel an event.
   *
   * This is a soft delete; if the result has `deletesAt`, the event is deleted at that time.
   *
   * `DELETE /servers/{serverId}/events/{eventId}`
   *
   * @param serverId - Id of the server.
   * @param eventId - Id of the event.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  cancel(serverId: string, eventId: string, options?: CallOptions): LagPromise<EventCancelResult> {
    return call(this, 'events.cancel', [serverId, eventId], undefined, options);
  }

  /**
   * Set your own RSVP to an event.
   *
   * `POST /servers/{serverId}/events/{eventId}/rsvp`
   *
   * The request is repeated if its response is lost. A repeat sets the RSVP to the same status.
   *
   * @param serverId - Id of the server.
   * @param eventId - Id of the event.
   * @param body - The fields to send.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagConflictError if the request conflicts with existing state.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  rsvp(
    serverId: string,
    eventId: string,
    body: RsvpBody,
    options?: CallOptions,
  ): LagPromise<RsvpResponse> {
    return call(this, 'events.rsvp', [serverId, eventId], body, options);
  }

  /**
   * Turn share-link access to an event on if it is off, and off if it is on.
   *
   * To choose the state, call `update` with `externalAccessEnabled`.
   *
   * `POST /servers/{serverId}/events/{eventId}/external/toggle`
   *
   * The request is not repeated once it may have taken effect. A second request would undo the
   * first.
   *
   * @param serverId - Id of the server.
   * @param eventId - Id of the event.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagConflictError if the request conflicts with existing state.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  toggleExternalAccess(
    serverId: string,
    eventId: string,
    options?: CallOptions,
  ): LagPromise<EventSummary> {
    return call(this, 'events.toggleExternalAccess', [serverId, eventId], undefined, options);
  }
}

/** Friends, friend requests and blocked users. */
export class FriendsResource extends Resource {
  /**
   * List your friends.
   *
   * Only accepted friendships are listed; `requests` has the pending ones.
   *
   * `GET /friends`
   *
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  list(options?: CallOptions): LagPromise<Friend[]> {
    return call(this, 'friends.list', [], undefined, options);
  }

  /**
   * List the pending friend requests, incoming and outgoing.
   *
   * `GET /friends/requests`
   *
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  requests(options?: CallOptions): LagPromise<FriendRequestList> {
    return call(this, 'friends.requests', [], undefined, options);
  }

  /**
   * Send a friend request.
   *
   * `POST /friends/request`
   *
   * The request is not repeated once it may have taken effect. A late repeat could ask the other
   * user again after they declined.
   *
   * @param username - Username of the other user, not their id.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagConflictError if the request conflicts with existing state.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  sendRequest(username: string, options?: CallOptions): LagPromise<Friendship> {
    return call(this, 'friends.sendRequest', [], { username }, options);
  }

  /**
   * Accept an incoming friend request.
   *
   * `POST /friends/accept`
   *
   * The request is not repeated once it may have taken effect. An accepted request is no longer
   * pending, so a repeat may report a failure.
   *
   * @param requestId - Id of an incoming request.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagConflictError if the request conflicts with existing state.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  accept(requestId: string, options?: CallOptions): LagPromise<Friendship> {
    return call(this, 'friends.accept', [], { requestId }, options);
  }

  /**
   * Decline an incoming friend request.
   *
   * `POST /friends/decline`
   *
   * The request is not repeated once it may have taken effect. A declined request is no longer
   * pending, so a repeat may report a failure.
   *
   * @param requestId - Id of an incoming request.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagConflictError if the request conflicts with existing state.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  decline(requestId: string, options?: CallOptions): LagPromise<void> {
    return call(this, 'friends.decline', [], { requestId }, options);
  }

  /**
   * Remove a friend, or withdraw a friend request that you sent.
   *
   * `DELETE /friends/{friendshipId}`
   *
   * @param friendshipId - `friendshipId` of the friend, or the id of an outgoing request.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  remove(friendshipId: string, options?: CallOptions): LagPromise<void> {
    return call(this, 'friends.remove', [friendshipId], undefined, options);
  }

  /**
   * Block a user.
   *
   * The friendship gets the status `blocked`, or is created with it. The API documents no way
   * to unblock a user.
   *
   * `POST /friends/block`
   *
   * The request is repeated if its response is lost. A repeat sets the friendship to blocked again.
   *
   * @param userId - Id of the user to block.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagConflictError if the request conflicts with existing state.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  block(userId: string, options?: CallOptions): LagPromise<Friendship> {
    return call(this, 'friends.block', [], { userId }, options);
  }
}

/** Uploaded images, for messages, avatars, icons and event covers. */
export class ImagesResource extends Resource {
  /**
   * Upload an image.
   *
   * An image may have up to 25 MiB; this is checked before anything is sent. Large GIFs become
   * MP4 after the upload: poll `status` until `processingStatus` is `ready`.
   *
   * `POST /images`
   *
   * The request is not repeated once it may have taken effect. A second request would store the
   * image twice.
   *
   * @param input - Path (Node, Bun and Deno), `Blob`, `File`, bytes or stream.
   * @param opts - What the image is for.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagConflictError if the request conflicts with existing state.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  upload(
    input: ImageInput,
    opts: UploadImageOptions,
    options?: CallOptions,
  ): LagPromise<ImageMetadata> {
    return call(this, 'images.upload', [], { ...opts, file: input }, options);
  }

  /**
   * Get the metadata of an image.
   *
   * `GET /images/{imageId}`
   *
   * @param imageId - Id of the image.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  get(imageId: string, options?: CallOptions): LagPromise<ImageMetadata> {
    return call(this, 'images.get', [imageId], undefined, options);
  }

  /**
   * Get the processing status of an image.
   *
   * This is the light endpoint to poll after an upload, until `processingStatus` is `ready` or
   * `failed`.
   *
   * `GET /images/{imageId}/status`
   *
   * @param imageId - Id of the image.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  status(imageId: string, options?: CallOptions): LagPromise<ImageStatus> {
    return call(this, 'images.status', [imageId], undefined, options);
  }

  /**
   * Delete an image.
   *
   * Only its uploader may do this.
   *
   * `DELETE /images/{imageId}`
   *
   * @param imageId - Id of the image.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  delete(imageId: string, options?: CallOptions): LagPromise<void> {
    return call(this, 'images.delete', [imageId], undefined, options);
  }
}

/** Methods for robots only. */
export class RobotsResource extends Resource {
  /** Events that the API delivers to a robot. */
  readonly events = new RobotEventsResource(this);
}

/** Servers, with their rooms, members, roles and invites. */
export class ServersResource extends Resource {
  /** Invites to a server, by code or directly to a friend. */
  readonly invites = new ServerInvitesResource(this);

  /** Members of a server, with bans and mutes. */
  readonly members = new ServerMembersResource(this);

  /** Roles of a server and the permissions that they grant. */
  readonly roles = new ServerRolesResource(this);

  /** Rooms of a server. */
  readonly rooms = new RoomsResource(this);

  /**
   * List the servers that you belong to.
   *
   * `GET /servers/me`
   *
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  list(options?: CallOptions): LagPromise<Server[]> {
    return call(this, 'servers.list', [], undefined, options);
  }

  /**
   * Create a server.
   *
   * A free account may own one server.
   *
   * `POST /servers`
   *
   * The request is not repeated once it may have taken effect. A second request would create a
   * second server.
   *
   * @param body - The fields to send.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagConflictError if the request conflicts with existing state.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  create(body: CreateServerBody, options?: CallOptions): LagPromise<Server> {
    return call(this, 'servers.create', [], body, options);
  }

  /**
   * Get a server with its rooms, its members and your role in it.
   *
   * `GET /servers/{serverId}`
   *
   * @param serverId - Id of the server.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  get(serverId: string, options?: CallOptions): LagPromise<ServerWithDetails> {
    return call(this, 'servers.get', [serverId], undefined, options);
  }

  /**
   * Change the name or the icon of a server.
   *
   * `PATCH /servers/{serverId}`
   *
   * @param serverId - Id of the server.
   * @param body - The fields to send.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagConflictError if the request conflicts with existing state.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  update(serverId: string, body: UpdateServerBody, options?: CallOptions): LagPromise<Server> {
    return call(this, 'servers.update', [serverId], body, options);
  }

  /**
   * Upload a new icon for a server.
   *
   * `POST /servers/{serverId}/icon`
   *
   * The request is repeated if its response is lost. A repeat replaces the icon with the same
   * picture.
   *
   * @param serverId - Id of the server.
   * @param body - The fields to send.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagConflictError if the request conflicts with existing state.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  uploadIcon(
    serverId: string,
    body: ServerIconUploadBody,
    options?: CallOptions,
  ): LagPromise<ServerIconUploadResponse> {
    return call(this, 'servers.uploadIcon', [serverId], body, options);
  }

  /**
   * Delete a server.
   *
   * Only the owner may do this.
   *
   * `DELETE /servers/{serverId}`
   *
   * @param serverId - Id of the server.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  delete(serverId: string, options?: CallOptions): LagPromise<void> {
    return call(this, 'servers.delete', [serverId], undefined, options);
  }

  /**
   * Leave a server.
   *
   * The owner of a server cannot leave it.
   *
   * `DELETE /servers/{serverId}/leave`
   *
   * @param serverId - Id of the server.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  leave(serverId: string, options?: CallOptions): LagPromise<void> {
    return call(this, 'servers.leave', [serverId], undefined, options);
  }
}

/** Health, version, status and configuration of the Lag API. */
export class SystemResource extends Resource {
  /**
   * Check that the API is up.
   *
   * `GET /health`
   *
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  health(options?: CallOptions): LagPromise<HealthResponse> {
    return call(this, 'system.health', [], undefined, options);
  }

  /**
   * Get the version of the API.
   *
   * `GET /version`
   *
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  version(options?: CallOptions): LagPromise<VersionResponse> {
    return call(this, 'system.version', [], undefined, options);
  }

  /**
   * Get the global flags for an upgrade window, an outage and the waitlist.
   *
   * `GET /system-status`
   *
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  status(options?: CallOptions): LagPromise<SystemStatusResponse> {
    return call(this, 'system.status', [], undefined, options);
  }

  /**
   * Get the feature flags that apply to your account.
   *
   * `GET /config`
   *
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  config(options?: CallOptions): LagPromise<UserConfig> {
    return call(this, 'system.config', [], undefined, options);
  }
}

/** Your own account, and the profiles of other users. */
export class UsersResource extends Resource {
  /**
   * Get your own profile.
   *
   * `GET /users/me`
   *
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  me(options?: CallOptions): LagPromise<User> {
    return call(this, 'users.me', [], undefined, options);
  }

  /**
   * Change your own profile.
   *
   * `PATCH /users/me`
   *
   * @param body - The fields to send.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagConflictError if the request conflicts with existing state.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  updateMe(body: UpdateUserBody, options?: CallOptions): LagPromise<User> {
    return call(this, 'users.updateMe', [], body, options);
  }

  /**
   * Complete the one-time setup of your account.
   *
   * `POST /users/me/setup`
   *
   * The request is not repeated once it may have taken effect. Setup happens once, so repeating one
   * that worked may report a failure.
   *
   * @param body - The fields to send.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagConflictError if the request conflicts with existing state.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  setup(body: SetupUserBody, options?: CallOptions): LagPromise<User> {
    return call(this, 'users.setup', [], body, options);
  }

  /**
   * Upload a new avatar.
   *
   * `POST /users/me/avatar`
   *
   * The request is repeated if its response is lost. A repeat replaces the avatar with the same
   * picture.
   *
   * @param body - The fields to send.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagConflictError if the request conflicts with existing state.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  uploadAvatar(body: AvatarUploadBody, options?: CallOptions): LagPromise<AvatarUploadResponse> {
    return call(this, 'users.uploadAvatar', [], body, options);
  }

  /**
   * Register a device for push notifications.
   *
   * `POST /users/me/push-token`
   *
   * The request is not repeated once it may have taken effect. The API does not document what
   * registering the same token twice does.
   *
   * @param body - The fields to send.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagConflictError if the request conflicts with existing state.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  registerPushToken(body: PushTokenBody, options?: CallOptions): LagPromise<{ ok: true }> {
    return call(this, 'users.registerPushToken', [], body, options);
  }

  /**
   * Stop push notifications to a device.
   *
   * `DELETE /users/me/push-token`
   *
   * @param token - Push token of the device.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  removePushToken(token: string, options?: CallOptions): LagPromise<{ ok: true }> {
    return call(this, 'users.removePushToken', [], { token }, options);
  }

  /**
   * Schedule the deletion of your account.
   *
   * A grace period of 7 days follows; `cancelDeletion` cancels the deletion.
   *
   * `POST /users/me/request-deletion`
   *
   * The request is not repeated once it may have taken effect. A late repeat could land after
   * `cancelDeletion` and schedule the deletion again.
   *
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagConflictError if the request conflicts with existing state.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  requestDeletion(options?: CallOptions): LagPromise<User> {
    return call(this, 'users.requestDeletion', [], undefined, options);
  }

  /**
   * Cancel the pending deletion of your account.
   *
   * `POST /users/me/cancel-deletion`
   *
   * The request is not repeated once it may have taken effect. A late repeat could land after a new
   * `requestDeletion` and cancel that one.
   *
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagConflictError if the request conflicts with existing state.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  cancelDeletion(options?: CallOptions): LagPromise<User> {
    return call(this, 'users.cancelDeletion', [], undefined, options);
  }

  /**
   * Look up a Steam profile.
   *
   * `GET /users/me/steam-lookup`
   *
   * @param query - Steam ID, vanity name or profile URL.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  steamLookup(query: string, options?: CallOptions): LagPromise<SteamLookupResponse> {
    return call(this, 'users.steamLookup', [], { q: query }, options);
  }

  /**
   * Use a Steam avatar as your avatar.
   *
   * `POST /users/me/steam-avatar`
   *
   * The request is repeated if its response is lost. A repeat replaces the avatar with the same
   * picture.
   *
   * @param avatarUrl - URL of the Steam avatar.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagConflictError if the request conflicts with existing state.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  importSteamAvatar(avatarUrl: string, options?: CallOptions): LagPromise<AvatarUploadResponse> {
    return call(this, 'users.importSteamAvatar', [], { avatarUrl }, options);
  }

  /**
   * Get the game that you are playing on Steam.
   *
   * `gameName` is null when you are not playing, and when Steam is not linked.
   *
   * `GET /users/me/steam-activity`
   *
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  steamActivity(options?: CallOptions): LagPromise<SteamActivityResponse> {
    return call(this, 'users.steamActivity', [], undefined, options);
  }

  /**
   * Check whether a username is available.
   *
   * `GET /users/check-username`
   *
   * @param username - Username to check.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  checkUsername(username: string, options?: CallOptions): LagPromise<CheckUsernameResponse> {
    return call(this, 'users.checkUsername', [], { username }, options);
  }

  /**
   * Search for users by username.
   *
   * The API returns at most 20 users and has no further pages.
   *
   * `GET /users/search`
   *
   * @param query - Username to search for.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagBadRequestError if the API rejects a value.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  search(query: string, options?: CallOptions): LagPromise<User[]> {
    return call(this, 'users.search', [], { q: query }, options);
  }

  /**
   * Get the profile of a user.
   *
   * `GET /users/{userId}`
   *
   * @param userId - Id of the user, or `me` for yourself.
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagNotFoundError if an id does not exist, or the token's owner may not see it.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  get(userId: string, options?: CallOptions): LagPromise<User> {
    return call(this, 'users.get', [userId], undefined, options);
  }
}

/** The namespaces and methods of the client itself. */
export class Root {
  /** Direct messages between you and a friend. */
  readonly dms = new DmsResource(this);

  /** Scheduled events of a server, with their guests and templates. */
  readonly events = new EventsResource(this);

  /** Friends, friend requests and blocked users. */
  readonly friends = new FriendsResource(this);

  /** Uploaded images, for messages, avatars, icons and event covers. */
  readonly images = new ImagesResource(this);

  /** Methods for robots only. */
  readonly robots = new RobotsResource(this);

  /** Servers, with their rooms, members, roles and invites. */
  readonly servers = new ServersResource(this);

  /** Health, version, status and configuration of the Lag API. */
  readonly system = new SystemResource(this);

  /** Your own account, and the profiles of other users. */
  readonly users = new UsersResource(this);

  /**
   * Get the user or robot that the token belongs to.
   *
   * This works with every kind of token; `kind` is `user` or `robot`. `serverId`,
   * `permissions` and `active` are set for robots only, `username` for users only.
   *
   * `GET /robots/@me/info`
   * For users, this is `users.me`.
   *
   * @param options - Options of this call alone.
   * @throws LagInvalidRequestError if an argument is invalid; nothing was sent.
   * @throws LagInvalidTokenError if the token is of the wrong kind; nothing was sent.
   * @throws LagAuthError if the API does not accept the token.
   * @throws LagPermissionError if the token's owner lacks a permission.
   * @throws LagRateLimitError, LagServerError, LagConnectionError, after all retries.
   */
  identity(options?: CallOptions): LagPromise<AnyIdentity> {
    return call(this, 'identity', [], undefined, options);
  }
}
