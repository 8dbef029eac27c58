// Generated from routes/*.yaml and lagclient/models by `lagclient generate`.

export type EventGuestStatus = 'pending' | 'admitted' | 'rejected';

export type EventStatus = 'scheduled' | 'active' | 'ended' | 'cancelled';

export type FriendshipStatus = 'pending' | 'accepted' | 'blocked';

export type HealthStatus = 'ok';

export type IdentityKind = 'user' | 'robot';

export type ImageProcessingStatus = 'pending' | 'processing' | 'ready' | 'failed';

export type ImagePurpose = 'avatar' | 'server_icon' | 'event_cover' | 'chat' | 'general';

export type MentionType = 'user' | 'robot';

export type PushPlatform = 'ios' | 'android';

export type RobotEventType =
  | 'room.message'
  | 'room.message.edited'
  | 'room.message.deleted'
  | 'voice.join'
  | 'voice.leave'
  | 'member.join'
  | 'member.leave'
  | 'member.role_changed'
  | 'room.created'
  | 'room.deleted'
  | 'presence.update'
  | 'server.updated';

export type RobotPermission =
  | 'read_messages'
  | 'send_messages'
  | 'read_members'
  | 'read_voice'
  | 'read_rooms'
  | 'read_presence';

export type RobotTransport = 'webhook' | 'SSE' | 'long-poll';

export type RsvpStatus = 'going' | 'maybe' | 'not_going';

export type ServerRole = 'owner' | 'admin' | 'member';

export type UserStatus = 'online' | 'offline' | 'in-game' | 'idle';

/** The new role of a member. */
export interface AssignRoleResponse {
  userId: string;
  roleId: string;
  roleName: string;
  role: ServerRole;
}

/** The URL of the uploaded avatar. */
export interface AvatarUploadResponse {
  avatarUrl: string;
}

/** Whether a username is available. */
export interface CheckUsernameResponse {
  available: boolean;
}

/** The caller's direct conversation with one other user. */
export interface DmConversation {
  id: string;
  otherUser: User;
  lastMessage: DmMessage | null;
  createdAt: string;
  /** How many messages of the conversation the caller has not read. */
  unreadCount?: number;
}

/** A message in a direct conversation. */
export interface DmMessage {
  id: string;
  conversationId: string;
  userId: string;
  username: string;
  displayName: string | null;
  avatarUrl: string | null;
  content: string;
  createdAt: string;
  /** null until the message is edited. */
  editedAt?: string | null;
  replyTo?: MessageReplyTo | null;
  image?: MessageImage | null;
}

/** A chat message in a room, written by a user, a robot or an external guest of an event. */
export interface RoomMessage {
  id: string;
  roomId: string;
  /** null, or empty, if a robot or a guest wrote the message. */
  userId: string | null;
  /** Name of the author; for a robot, its name. */
  username: string;
  displayName: string | null;
  avatarUrl: string | null;
  /** Plain text; emoji shortcodes such as `:smile:` are not expanded. */
  content: string;
  createdAt: string;
  /** null until the message is edited. */
  editedAt?: string | null;
  robotId?: string | null;
  robotName?: string | null;
  robotAvatarUrl?: string | null;
  isBot?: boolean;
  guestId?: string | null;
  guestDisplayName?: string | null;
  isGuest?: boolean;
  replyTo?: MessageReplyTo | null;
  mentions?: MentionData[] | null;
  image?: MessageImage | null;
}

/**
 * A message as returned by its edit.
 *
 * A user gets the whole message. The documented response to a robot's edit has the id, the room,
 * the text and the time of the edit, so all other fields may be null.
 */
export interface EditedRoomMessage extends Omit<
  RoomMessage,
  'userId' | 'username' | 'displayName' | 'avatarUrl' | 'createdAt'
> {
  userId?: string | null;
  username?: string;
  displayName?: string | null;
  avatarUrl?: string | null;
  createdAt?: string;
}

/** The status of a cancelled event, which is deleted later. */
export interface EventCancelResult {
  status: string;
  /** Time at which the event is deleted permanently. */
  deletesAt?: string;
}

/** A guest from outside the server, who joined an event by its share link. */
export interface EventGuest {
  id: string;
  displayName: string;
  generatedUsername: string;
  status: EventGuestStatus;
  createdAt: string;
}

/** An event of a server. */
export interface EventSummary {
  id: string;
  serverId: string;
  title: string;
  description: string | null;
  coverImageUrl: string | null;
  startsAt: string;
  endsAt: string | null;
  status: EventStatus;
  voiceRoomId: string | null;
  /** Id of the user who created the event. */
  createdBy: string;
  creatorUsername: string;
  creatorDisplayName: string | null;
  /** Code in the share link, by which people outside the server join the event. */
  shareCode: string | null;
  /** Whether the share link is enabled. */
  externalAccessEnabled: boolean;
  /** Whether guests are admitted without a host's decision. */
  externalAutoAdmit: boolean;
  rsvpCounts: RsvpCounts;
  /** null if the caller has not responded. */
  myRsvp: RsvpStatus | null;
  /** Id of the `EventTemplate` from which the event was created. */
  templateId: string | null;
  createdAt: string;
}

/** Template of a recurring event, from which the service creates each event. */
export interface EventTemplate {
  id: string;
  serverId: string;
  title: string;
  description: string | null;
  coverImageUrl: string | null;
  durationMinutes: number | null;
  /** An iCalendar recurrence rule, such as `FREQ=WEEKLY`. */
  rrule: string;
  /** IANA time zone, such as `Europe/Berlin`. */
  timezone: string;
  /** `HH:MM`, 24 hours, local to `timezone`. */
  startTime: string;
  externalAccessEnabled: boolean;
  externalAutoAdmit: boolean;
  nextOccurrenceAt: string | null;
  /** Id of the user who created the template. */
  createdBy: string;
  createdAt: string;
}

/** Whether a feature is enabled, and whether it is beta. */
export interface FeatureFlag {
  enabled: boolean;
  beta?: boolean;
}

/** An entry of the caller's friend list. */
export interface Friend {
  /** User id of the friend; `friendshipId` is the id of the friendship. */
  id: string;
  user: User;
  friendshipId: string;
  since: string;
}

/** The caller's pending friend requests, in both directions. */
export interface FriendRequestList {
  incoming: IncomingFriendRequest[];
  outgoing: OutgoingFriendRequest[];
}

/** The relation of two users: one sent the request, the other received it. */
export interface Friendship {
  id: string;
  requesterId: string;
  addresseeId: string;
  status: FriendshipStatus;
  createdAt: string;
  updatedAt: string;
}

/** The new status of a guest: `admitted` or `rejected`. */
export interface GuestDecision {
  status: EventGuestStatus;
}

/** The result of a health check. */
export interface HealthResponse {
  status: HealthStatus;
  version: string;
  /** Time of the check, as the text that the service sent. */
  timestamp: string;
}

/**
 * The user or the robot that a token belongs to, in one shape for both.
 *
 * `identity()` returns a `UserIdentity` or a `RobotIdentity`; `kind` tells which, for type
 * checkers too. The API has no such shape. Its user or robot is validated into one of them by its
 * fields, and fields that they do not have are kept as in every model; only the `name` of a
 * robot is not kept, because `displayName` holds it. Data with a `kind` (or with our own
 * `displayName`) is taken as it is.
 */
export interface Identity {
  id: string;
  kind: IdentityKind;
  /** The display name of a user, or else the username; the name of a robot; empty if unknown. */
  displayName: string;
  avatarUrl: string | null;
  createdAt: string | null;
  /** null for robots. */
  username: string | null;
  /** The server of a robot; null for users. */
  serverId: string | null;
  /** The permissions of a robot, see `RobotPermission`; null for users. */
  permissions: string[] | null;
  /** Whether a robot is enabled; null for users. */
  active: boolean | null;
}

/** An uploaded image and the status of its processing. */
export interface ImageMetadata {
  id: string;
  uploaderId: string | null;
  url: string;
  originalUrl: string | null;
  contentType: string;
  /** In bytes. */
  size: number;
  width: number | null;
  height: number | null;
  purpose: ImagePurpose;
  processingStatus: ImageProcessingStatus;
  /** By variant name, such as `thumb`, `small` and `medium`. */
  variants: Record<string, ImageVariant> | null;
  blurhash: string | null;
  alt: string | null;
  createdAt: string;
}

/** The processing status of an image, for polling. */
export interface ImageStatus {
  id: string;
  /** `pending`, then `processing`, then `ready` or `failed`. */
  processingStatus: ImageProcessingStatus;
  /** By variant name. */
  variants: Record<string, ImageVariant> | null;
  url: string;
}

/** One size of an image. */
export interface ImageVariant {
  url: string;
  width: number;
  height: number;
  /** In bytes. */
  size: number;
}

/** A friend request that the caller received. */
export interface IncomingFriendRequest {
  id: string;
  requesterId: string;
  addresseeId: string;
  status: FriendshipStatus;
  createdAt: string;
  updatedAt: string;
  /** The sender; `from` in the API, which is a keyword of Python. */
  from: User;
}

/** Whether the invite was sent to the friend. */
export interface InviteFriendResult {
  sent: boolean;
}

/** Base of the data of an event; for an unknown type, only the keys that were sent. */
export interface RobotEventData {
  readonly [key: string]: unknown;
}

/** A new member. */
export interface MemberJoinData extends RobotEventData {
  username?: string | null;
  userId?: string | null;
  joinedAt?: string | null;
}

/** An event of the robot's server; each event type is a subclass. */
export interface RobotEventBase {
  type: RobotEventType | UnknownEventType;
  /** Id of the event; null if the payload has none. */
  id: string | null;
  /** Id of the server; null if the payload has none, as in polled events. */
  serverId: string | null;
  /** Time of the event; null if the payload has none, or it cannot be read. */
  timestamp: string | null;
  /** The typed data. */
  data: RobotEventData;
  /** The payload as it was received; lone surrogates in its texts are U+FFFD. */
  raw: unknown;
}

/** `member.join`: a user joined the server. */
export interface MemberJoinEvent extends RobotEventBase {
  type: 'member.join';
  data: MemberJoinData;
}

/** A former member. */
export interface MemberLeaveData extends RobotEventData {
  username?: string | null;
  userId?: string | null;
}

/** `member.leave`: a user left the server. */
export interface MemberLeaveEvent extends RobotEventBase {
  type: 'member.leave';
  data: MemberLeaveData;
}

/** A member whose role changed. */
export interface MemberRoleChangedData extends RobotEventData {
  userId?: string | null;
  oldRole?: string | null;
  newRole?: string | null;
}

/** `member.role_changed`: the role of a member changed. */
export interface MemberRoleChangedEvent extends RobotEventBase {
  type: 'member.role_changed';
  data: MemberRoleChangedData;
}

/** A user or a robot that a message mentions. */
export interface MentionData {
  type: MentionType;
  id: string;
  name: string;
}

/** The image of a message. */
export interface MessageImage {
  id: string;
  url: string | null;
  width: number | null;
  height: number | null;
  blurhash: string | null;
  contentType: string;
  /** By variant name, such as `thumb`. */
  variants: Record<string, MessageImageVariant> | null;
}

/** One size of a message's image. */
export interface MessageImageVariant {
  url: string;
  width: number;
  height: number;
  /** In bytes. */
  size: number;
}

/** The message that a message replies to, quoted with it. */
export interface MessageReplyTo {
  id: string;
  /** null if a robot wrote the quoted message. */
  userId: string | null;
  username: string;
  displayName: string | null;
  content: string;
  robotId?: string | null;
  robotName?: string | null;
  isBot?: boolean;
}

/** The result of an operation that returns only its success. */
export interface Ok {
  ok: boolean;
}

/** A friend request that the caller sent. */
export interface OutgoingFriendRequest {
  id: string;
  requesterId: string;
  addresseeId: string;
  status: FriendshipStatus;
  createdAt: string;
  updatedAt: string;
  /** The recipient; `to` in the API, named here like its counterpart `fromUser`. */
  to: User;
}

/** A user whose status changed. */
export interface PresenceUpdateData extends RobotEventData {
  userId?: string | null;
  /** `online`, `offline` or `idle`. */
  status?: string | null;
}

/** `presence.update`: the status of a user changed. */
export interface PresenceUpdateEvent extends RobotEventBase {
  type: 'presence.update';
  data: PresenceUpdateData;
}

/** A robot that a token belongs to. */
export interface RobotIdentity extends Identity {
  kind: 'robot';
  username: null;
  /** Id of the server that the robot lives in. */
  serverId: string;
  /** What the robot may do: see `RobotPermission`. */
  permissions: string[];
  /** Whether the robot is enabled. */
  active: boolean;
}

/** A room of a server, with voice and chat. */
export interface Room {
  id: string;
  serverId: string;
  name: string | null;
  /** Id of the user who created the room. */
  createdBy: string;
  maxParticipants: number | null;
  participants: RoomParticipant[];
  createdAt: string;
}

/** A new room. */
export interface RoomCreatedData extends RobotEventData {
  roomId?: string | null;
  name?: string | null;
  /** Id of the user who created it. */
  userId?: string | null;
}

/** `room.created`: a room was created. */
export interface RoomCreatedEvent extends RobotEventBase {
  type: 'room.created';
  data: RoomCreatedData;
}

/** A deleted room. */
export interface RoomDeletedData extends RobotEventData {
  roomId?: string | null;
  name?: string | null;
}

/** `room.deleted`: a room was deleted. */
export interface RoomDeletedEvent extends RobotEventBase {
  type: 'room.deleted';
  data: RoomDeletedData;
}

/** A new message. */
export interface RoomMessageData extends RobotEventData {
  roomId?: string | null;
  content?: string | null;
  /** The sender's display name, according to the example in the API's documentation. */
  senderName?: string | null;
  messageId?: string | null;
  /** Id of the sender, if it is a user. */
  userId?: string | null;
  /** Id of the sender, if it is a robot. */
  robotId?: string | null;
  timestamp?: string | null;
}

/** A deleted message. */
export interface RoomMessageDeletedData extends RobotEventData {
  roomId?: string | null;
  messageId?: string | null;
  deleterId?: string | null;
}

/** `room.message.deleted`: a message was deleted. */
export interface RoomMessageDeletedEvent extends RobotEventBase {
  type: 'room.message.deleted';
  data: RoomMessageDeletedData;
}

/** An edited message. */
export interface RoomMessageEditedData extends RobotEventData {
  roomId?: string | null;
  messageId?: string | null;
  /** The new text. */
  content?: string | null;
  editorId?: string | null;
}

/** `room.message.edited`: a message was edited. */
export interface RoomMessageEditedEvent extends RobotEventBase {
  type: 'room.message.edited';
  data: RoomMessageEditedData;
}

/** `room.message`: a new message, possibly of this robot itself. */
export interface RoomMessageEvent extends RobotEventBase {
  type: 'room.message';
  data: RoomMessageData;
}

/** A participant of a room's current voice call. */
export interface RoomParticipant {
  userId: string;
  username: string;
  displayName: string | null;
  avatarUrl: string | null;
  isMuted: boolean;
  isDeafened: boolean;
  isSpeaking: boolean;
  joinedAt: string;
}

/** Number of RSVPs to an event by status. */
export interface RsvpCounts {
  going: number;
  maybe: number;
  notGoing: number;
}

/** The caller's RSVP to an event, and the number of all RSVPs by status. */
export interface RsvpResponse {
  status: RsvpStatus;
  counts: RsvpCounts;
}

/** A community with rooms, members and roles. */
export interface Server {
  id: string;
  name: string;
  iconUrl: string | null;
  /** A shortcode such as `:rocket:`. */
  iconEmoji: string | null;
  ownerId: string;
  memberCount: number;
  createdAt: string;
}

/** A user's ban from a server, with the user's names and avatar. */
export interface ServerBan {
  id: string;
  serverId: string;
  userId: string;
  /** Id of the user who banned them. */
  bannedBy: string | null;
  reason: string | null;
  /** null if the ban is permanent. */
  expiresAt: string | null;
  createdAt: string;
  username: string;
  displayName: string | null;
  avatarUrl: string | null;
}

/** The URL of the uploaded server icon. */
export interface ServerIconUploadResponse {
  iconUrl: string;
}

/** An invite code of a server. */
export interface ServerInvite {
  id: string;
  code: string;
  /** Id of the user who created the invite. */
  createdBy: string;
  /** null if the number of uses is not limited. */
  maxUses: number | null;
  uses: number;
  /** null if the invite does not expire. */
  expiresAt: string | null;
  createdAt: string;
}

/** The server of an invite code, as shown before the code is used. */
export interface ServerInvitePreview {
  serverName: string;
  serverIconUrl: string | null;
  serverIconEmoji: string | null;
  memberCount: number;
  memberLimit: number;
  isFull: boolean;
  valid: boolean;
}

/** A user as a member of one server. */
export interface ServerMember {
  userId: string;
  username: string;
  displayName: string | null;
  avatarUrl: string | null;
  role: ServerRole;
  /** Id of the member's `ServerRoleObject`. */
  roleId: string | null;
  /** `online`, `offline`, `in-game` or `idle`. */
  status: UserStatus;
  joinedAt: string;
}

/** A member's mute in a server, with the member's names and avatar. */
export interface ServerMute {
  id: string;
  serverId: string;
  userId: string;
  /** Id of the user who muted them. */
  mutedBy: string | null;
  reason: string | null;
  /** null if the mute has no end. */
  expiresAt: string | null;
  createdAt: string;
  username: string;
  displayName: string | null;
  avatarUrl: string | null;
}

/** A role of a server, with its permissions. */
export interface ServerRoleObject {
  id: string;
  serverId: string;
  name: string;
  color: string | null;
  /** A bit field: see `Permission` and `hasPermission`. */
  permissions: number;
  sortOrder: number;
  /** Whether it is Owner, Admin or Member, whose permissions cannot be edited. */
  isDefault: boolean;
  createdAt: string;
}

/** Changes of the server. */
export interface ServerUpdatedData extends RobotEventData {
  /** Names of the changed fields. */
  changed?: string[] | null;
  /** Id of the user who changed them. */
  userId?: string | null;
}

/** `server.updated`: the server changed. */
export interface ServerUpdatedEvent extends RobotEventBase {
  type: 'server.updated';
  data: ServerUpdatedData;
}

/** A server with its rooms, its members and the caller's own role in it. */
export interface ServerWithDetails extends Server {
  rooms: Room[];
  members: ServerMember[];
  myRole: ServerRole;
}

/** The game that the caller is playing on Steam. */
export interface SteamActivityResponse {
  /** null if the caller is not playing, or if Steam is not linked. */
  gameName: string | null;
}

/** The Steam profile of a Steam id, vanity name or profile URL. */
export interface SteamLookupResponse {
  steamId: string;
  personaName: string | null;
  avatarUrl: string | null;
  profileUrl: string | null;
  gameName: string | null;
}

/** Global flags for an upgrade, an outage and the waitlist. */
export interface SystemStatusResponse {
  upgrading: boolean;
  outage: boolean;
  waitlist: boolean;
}

/**
 * An event of a type that this version does not know; `raw` has the whole payload.
 *
 * `type` is "" if the payload has none.
 */
export interface UnknownEvent extends RobotEventBase {
  type: UnknownEventType;
}

/** A user, as in profiles, friend lists and conversations. */
export interface User {
  id: string;
  username: string;
  displayName: string | null;
  avatarUrl: string | null;
  /** `online`, `offline`, `in-game` or `idle`. */
  status: UserStatus;
  steamId?: string | null;
  createdAt: string;
  flags?: UserFlags;
}

/** Feature flags of the caller. */
export interface UserConfig {
  /** By feature name. */
  features: Record<string, FeatureFlag>;
}

/** State of an account, such as its access or a suspension. */
export interface UserFlags {
  hasAccess?: boolean;
  suspended?: boolean;
  suspendedAt?: string;
  suspendedReason?: string;
  /** By feature name. */
  features?: Record<string, boolean>;
}

/** A user that a token belongs to. */
export interface UserIdentity extends Identity {
  kind: 'user';
  /** null. */
  serverId: null;
  /** null. */
  permissions: null;
  /** null. */
  active: null;
}

/** The version of the service. */
export interface VersionResponse {
  version: string;
}

/** A user joined the voice call of a room. */
export interface VoiceJoinData extends RobotEventData {
  roomId?: string | null;
  userId?: string | null;
  username?: string | null;
}

/** `voice.join`: a user joined the voice call of a room. */
export interface VoiceJoinEvent extends RobotEventBase {
  type: 'voice.join';
  data: VoiceJoinData;
}

/** A user left the voice call of a room. */
export interface VoiceLeaveData extends VoiceJoinData {
  /** Length of the stay; the API does not document the unit. */
  duration?: number | null;
}

/** `voice.leave`: a user left the voice call of a room. */
export interface VoiceLeaveEvent extends RobotEventBase {
  type: 'voice.leave';
  data: VoiceLeaveData;
}

/**
 * Stands for the type of an event that this version does not know, which may be any text: compare
 * it as in `(event.type as string) === 'moon.landing'`. It is one literal for the compiler, because
 * only then `event.type === 'room.message'` selects one interface.
 */
export type UnknownEventType = '(another type)';

/** Something that happened in the robot's server; `type` tells what. */
export type RobotEvent =
  | MemberJoinEvent
  | MemberLeaveEvent
  | MemberRoleChangedEvent
  | PresenceUpdateEvent
  | RoomCreatedEvent
  | RoomDeletedEvent
  | RoomMessageDeletedEvent
  | RoomMessageEditedEvent
  | RoomMessageEvent
  | ServerUpdatedEvent
  | UnknownEvent
  | VoiceJoinEvent
  | VoiceLeaveEvent;

/** The owner of a token; `kind` tells which. */
export type AnyIdentity = RobotIdentity | UserIdentity;

/**
 * Permissions of a server role, one bit each; combine them with `|`.
 *
 * `ServerRoleObject.permissions` and the `permissions` argument of the role methods are
 * combinations of these. Robots have other permissions: see `RobotPermission`.
 */
export const Permission = {
  MANAGE_SERVER: 1,
  MANAGE_ROLES: 2,
  MANAGE_ROOMS: 4,
  MANAGE_MESSAGES: 8,
  MANAGE_MEMBERS: 16,
  KICK_MEMBERS: 32,
  BAN_MEMBERS: 64,
  MUTE_MEMBERS: 128,
  MANAGE_EVENTS: 256,
  MENTION_EVERYONE: 512,
  CREATE_INVITES: 1024,
} as const;
export type Permission = (typeof Permission)[keyof typeof Permission];

/** The API refuses uploads above this number of bytes: 25 MiB. */
export const IMAGE_MAX_SIZE_BYTES = 26214400;
