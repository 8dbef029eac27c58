// Generated from routes/*.yaml and lagclient/models by `lagclient generate`.

import type { ImagePurpose, PushPlatform, RsvpStatus } from './models.js';

/** What `dms.create` sends. */
export interface CreateDmBody {
  /** Id of the friend. */
  userId: string;
}

/** What `dms.sendMessage` sends. */
export interface SendDmMessageBody {
  /** Text of the message; empty to send an image alone. At most 2000 characters. */
  content: string;
  /** Id of the message that this one answers. */
  replyToId?: string;
  /** Id of an uploaded image. */
  imageId?: string;
}

/** What `dms.editMessage` sends. */
export interface EditDmMessageBody {
  /** New text. 1 to 2000 characters. */
  content: string;
}

/** What `events.create` sends. */
export interface CreateEventBody {
  /** Title of the event. */
  title: string;
  /** Start of the event. */
  startsAt: string;
  /** Description of the event. */
  description?: string;
  /** URL of the cover image. */
  coverImageUrl?: string;
  /** End of the event. */
  endsAt?: string;
  /** Whether guests may join by the share link. */
  externalAccessEnabled?: boolean;
  /** Whether guests are admitted without a host's decision. */
  externalAutoAdmit?: boolean;
}

/** What `events.update` sends. */
export interface UpdateEventBody {
  /** New title. */
  title?: string;
  /** New description. */
  description?: string;
  /** URL of the new cover image. */
  coverImageUrl?: string;
  /** New start. */
  startsAt?: string;
  /** New end. */
  endsAt?: string;
  /** Whether guests may join by the share link. */
  externalAccessEnabled?: boolean;
  /** Whether guests are admitted without a host's decision. */
  externalAutoAdmit?: boolean;
}

/** What `events.rsvp` sends. */
export interface RsvpBody {
  /** Your RSVP, `going`, `maybe` or `not_going`. */
  status: RsvpStatus;
}

/** What `events.templates.create` sends. */
export interface CreateEventTemplateBody {
  /** Title of the events. */
  title: string;
  /** Recurrence as an iCalendar RRULE, such as FREQ=WEEKLY. */
  rrule: string;
  /** IANA time zone, such as Europe/Berlin. */
  timezone: string;
  /** Start of the events in `timezone`, as HH:MM, 24 h. */
  startTime: string;
  /** Description of the events. */
  description?: string;
  /** Length of the events in minutes. */
  durationMinutes?: number;
  /** URL of the cover image. */
  coverImageUrl?: string;
  /** Whether guests may join by the share link. */
  externalAccessEnabled?: boolean;
  /** Whether guests are admitted without a host's decision. */
  externalAutoAdmit?: boolean;
}

/** What `events.templates.update` sends. */
export interface UpdateEventTemplateBody {
  /** New title. */
  title?: string;
  /** New description. */
  description?: string;
  /** New recurrence as an iCalendar RRULE, such as FREQ=WEEKLY. */
  rrule?: string;
  /** New IANA time zone, such as Europe/Berlin. */
  timezone?: string;
  /** New start in the template's time zone, as HH:MM, 24 h. */
  startTime?: string;
  /** New length in minutes. */
  durationMinutes?: number;
  /** URL of the new cover image. */
  coverImageUrl?: string;
  /** Whether guests may join by the share link. */
  externalAccessEnabled?: boolean;
  /** Whether guests are admitted without a host's decision. */
  externalAutoAdmit?: boolean;
}

/** What `friends.sendRequest` sends. */
export interface SendFriendRequestBody {
  /** Username of the other user, not their id. */
  username: string;
}

/** What `friends.accept` sends. */
export interface AcceptFriendRequestBody {
  /** Id of an incoming request. */
  requestId: string;
}

/** What `friends.decline` sends. */
export interface DeclineFriendRequestBody {
  /** Id of an incoming request. */
  requestId: string;
}

/** What `friends.block` sends. */
export interface BlockUserBody {
  /** Id of the user to block. */
  userId: string;
}

/** What `images.upload` sends. */
export interface UploadImageOptions {
  /** Use of the image, `avatar`, `server_icon`, `event_cover`, `chat` or `general`. */
  purpose: ImagePurpose;
  /** Alternative text. */
  alt?: string;
  /** Id of the owner of the image: for a server icon, the id of the server. */
  entityId?: string;
  /** Name of the file; taken from `image` when omitted. */
  filename?: string;
  /** MIME type of the file; taken from `image` when omitted. */
  contentType?: string;
}

/** What `servers.create` sends. */
export interface CreateServerBody {
  /** Name of the server. */
  name: string;
  /** Shortcode of the icon emoji, such as `:rocket:`; null for no emoji. */
  iconEmoji?: string | null;
}

/** What `servers.update` sends. */
export interface UpdateServerBody {
  /** New name. */
  name?: string;
  /** URL of the new icon. null clears it. */
  iconUrl?: string | null;
  /** Shortcode of the new icon emoji, such as `:rocket:`. null clears it. */
  iconEmoji?: string | null;
}

/** What `servers.uploadIcon` sends. */
export interface ServerIconUploadBody {
  /** Image data in base64, without a `data:` URL prefix. */
  image: string;
  /** MIME type of the image. */
  contentType?: string;
}

/** What `servers.invites.create` sends. */
export interface CreateInviteBody {
  /** Maximum number of uses. */
  maxUses?: number;
  /** Hours until the invite expires. */
  expiresInHours?: number;
}

/** What `servers.invites.inviteFriend` sends. */
export interface InviteFriendBody {
  /** Id of the friend. */
  userId: string;
}

/** What `servers.members.ban` sends. */
export interface BanMemberBody {
  /** Reason for the ban. */
  reason?: string;
  /** Length of the ban in minutes; permanent when omitted. */
  duration?: number;
}

/** What `servers.members.mute` sends. */
export interface MuteMemberBody {
  /** Reason for the mute. */
  reason?: string;
  /** Length of the mute in minutes; indefinite when omitted. */
  duration?: number;
}

/** What `servers.roles.create` sends. */
export interface CreateRoleBody {
  /** Name of the role. */
  name: string;
  /** `Permission` flags of the role, combined with `|`. */
  permissions: number;
  /** Color of the role. */
  color?: string;
}

/** What `servers.roles.update` sends. */
export interface UpdateRoleBody {
  /** New name. */
  name?: string;
  /** New color. */
  color?: string;
  /** New `Permission` flags, combined with `|`. */
  permissions?: number;
  /** New place in the order of the roles. */
  sortOrder?: number;
}

/** What `servers.roles.assignToMember` sends. */
export interface AssignRoleBody {
  /** Id of the new role. */
  roleId: string;
}

/** What `servers.rooms.create` sends. */
export interface CreateRoomBody {
  /** Name of the room. */
  name: string;
  /** Maximum number of participants. */
  maxParticipants?: number;
}

/** What `servers.rooms.update` sends. */
export interface UpdateRoomBody {
  /** New name. */
  name?: string;
  /** New maximum number of participants. */
  maxParticipants?: number;
}

/** What `servers.rooms.messages.send` sends. */
export interface SendRoomMessageBody {
  /** Text of the message. 1 to 2000 characters. */
  content?: string;
  /** Id of the message that this one answers. */
  replyToId?: string;
  /** Id of an uploaded image. */
  imageId?: string;
}

/** What `servers.rooms.messages.edit` sends. */
export interface EditRoomMessageBody {
  /** New text. 1 to 2000 characters. */
  content: string;
}

/** What `users.updateMe` sends. */
export interface UpdateUserBody {
  /** New display name. */
  displayName?: string;
  /** URL of the new avatar. */
  avatarUrl?: string;
  /** Steam ID to link. null clears it. */
  steamId?: string | null;
}

/** What `users.setup` sends. */
export interface SetupUserBody {
  /** Username of the account. */
  username: string;
  /** Display name of the account. */
  displayName: string;
  /** URL of the avatar. */
  avatarUrl?: string;
}

/** What `users.uploadAvatar` sends. */
export interface AvatarUploadBody {
  /** Image data in base64, without a `data:` URL prefix. */
  image: string;
  /** MIME type of the image. */
  contentType?: string;
}

/** What `users.registerPushToken` sends. */
export interface PushTokenBody {
  /** Push token of the device. */
  token: string;
  /** Platform of the device, `ios` or `android`. */
  platform: PushPlatform;
}
