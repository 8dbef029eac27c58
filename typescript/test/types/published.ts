/**
 * The shapes of the published 0.2.0, beside those of this package: what a program of then passes
 * and reads must still compile. This file is compiled, never run.
 */

import type * as sdk from '../../src/index.js';

/** `Then` can be used where `Now` is asked for, and the other way round. */
type Same<Then, Now> = [Then] extends [Now]
  ? [Now] extends [Then]
    ? true
    : ['wider', Now]
  : ['narrower', Now];
/** A field that only newer versions know does not matter. */
type Fits<Then, Now> =
  Same<Then, Pick<Now, keyof Then & keyof Now>> extends true
    ? keyof Then extends keyof Now
      ? true
      : ['missing', Exclude<keyof Then, keyof Now>]
    : Same<Then, Pick<Now, keyof Then & keyof Now>>;
function holds<_T extends true>(): void {}

holds<Fits<{ error: string; message: string; statusCode: number }, sdk.LagApiErrorBody>>();
holds<Fits<{ limit?: number; cursor?: string }, sdk.CursorParams>>();
holds<
  Fits<
    {
      purpose: sdk.ImagePurpose;
      alt?: string;
      entityId?: string;
      filename?: string;
      contentType?: string;
    },
    sdk.UploadImageOptions
  >
>();
holds<Same<'online' | 'offline' | 'in-game' | 'idle', sdk.UserStatus>>();
holds<Same<'user' | 'robot', sdk.IdentityKind>>();
holds<
  Fits<
    {
      id: string;
      kind: sdk.IdentityKind;
      displayName: string;
      avatarUrl: string | null;
      createdAt: string | null;
      username: string | null;
      serverId: string | null;
      permissions: string[] | null;
      active: boolean | null;
    },
    sdk.Identity
  >
>();
holds<
  Fits<
    {
      hasAccess?: boolean;
      suspended?: boolean;
      suspendedAt?: string;
      suspendedReason?: string;
      features?: Record<string, boolean>;
    },
    sdk.UserFlags
  >
>();
holds<
  Fits<
    {
      id: string;
      username: string;
      displayName: string | null;
      avatarUrl: string | null;
      status: sdk.UserStatus;
      steamId?: string | null;
      createdAt: string;
      flags?: sdk.UserFlags;
    },
    sdk.User
  >
>();
holds<
  Fits<{ displayName?: string; avatarUrl?: string; steamId?: string | null }, sdk.UpdateUserBody>
>();
holds<Fits<{ username: string; displayName: string; avatarUrl?: string }, sdk.SetupUserBody>>();
holds<Fits<{ image: string; contentType?: string }, sdk.AvatarUploadBody>>();
holds<Fits<{ avatarUrl: string }, sdk.AvatarUploadResponse>>();
holds<Fits<{ token: string; platform: 'ios' | 'android' }, sdk.PushTokenBody>>();
holds<Fits<{ available: boolean }, sdk.CheckUsernameResponse>>();
holds<
  Fits<
    {
      steamId: string;
      personaName: string | null;
      avatarUrl: string | null;
      profileUrl: string | null;
      gameName: string | null;
    },
    sdk.SteamLookupResponse
  >
>();
holds<Fits<{ gameName: string | null }, sdk.SteamActivityResponse>>();
holds<Fits<{ features: Record<string, { enabled: boolean; beta?: boolean }> }, sdk.UserConfig>>();
holds<Same<'pending' | 'accepted' | 'blocked', sdk.FriendshipStatus>>();
holds<
  Fits<
    {
      id: string;
      requesterId: string;
      addresseeId: string;
      status: sdk.FriendshipStatus;
      createdAt: string;
      updatedAt: string;
    },
    sdk.Friendship
  >
>();
holds<Fits<{ id: string; user: sdk.User; friendshipId: string; since: string }, sdk.Friend>>();
holds<
  Fits<
    {
      id: string;
      requesterId: string;
      addresseeId: string;
      status: sdk.FriendshipStatus;
      createdAt: string;
      updatedAt: string;
      from: sdk.User;
    },
    sdk.IncomingFriendRequest
  >
>();
holds<
  Fits<
    {
      id: string;
      requesterId: string;
      addresseeId: string;
      status: sdk.FriendshipStatus;
      createdAt: string;
      updatedAt: string;
      to: sdk.User;
    },
    sdk.OutgoingFriendRequest
  >
>();
holds<
  Fits<
    { incoming: sdk.IncomingFriendRequest[]; outgoing: sdk.OutgoingFriendRequest[] },
    sdk.FriendRequestList
  >
>();
holds<Fits<{ username: string }, sdk.SendFriendRequestBody>>();
holds<Fits<{ requestId: string }, sdk.AcceptFriendRequestBody>>();
holds<Fits<{ requestId: string }, sdk.DeclineFriendRequestBody>>();
holds<Fits<{ userId: string }, sdk.BlockUserBody>>();
holds<
  Fits<
    {
      id: string;
      conversationId: string;
      userId: string;
      username: string;
      displayName: string | null;
      avatarUrl: string | null;
      content: string;
      createdAt: string;
      editedAt?: string | null;
      replyTo?: sdk.MessageReplyTo | null;
      image?: sdk.MessageImage | null;
    },
    sdk.DmMessage
  >
>();
holds<
  Fits<
    { id: string; otherUser: sdk.User; lastMessage: sdk.DmMessage | null; createdAt: string },
    sdk.DmConversation
  >
>();
holds<Fits<{ userId: string }, sdk.CreateDmBody>>();
holds<Fits<{ content: string; replyToId?: string; imageId?: string }, sdk.SendDmMessageBody>>();
holds<Fits<{ content: string }, sdk.EditDmMessageBody>>();
holds<
  Fits<{ url: string; width: number; height: number; size: number }, sdk.MessageImageVariant>
>();
holds<
  Fits<
    {
      id: string;
      url: string | null;
      width: number | null;
      height: number | null;
      blurhash: string | null;
      contentType: string;
      variants: Record<string, sdk.MessageImageVariant> | null;
    },
    sdk.MessageImage
  >
>();
// Wider than in 0.2.0: the quoted message may be a robot's.
holds<
  Fits<
    {
      id: string;
      userId: string | null;
      username: string;
      displayName: string | null;
      content: string;
      robotId?: string | null;
      robotName?: string | null;
      isBot?: boolean;
    },
    sdk.MessageReplyTo
  >
>();
holds<Fits<{ type: 'user' | 'robot'; id: string; name: string }, sdk.MentionData>>();
holds<
  Fits<
    {
      id: string;
      serverId: string;
      name: string | null;
      createdBy: string;
      maxParticipants: number | null;
      participants: sdk.RoomParticipant[];
      createdAt: string;
    },
    sdk.Room
  >
>();
holds<
  Fits<
    {
      userId: string;
      username: string;
      displayName: string | null;
      avatarUrl: string | null;
      isMuted: boolean;
      isDeafened: boolean;
      isSpeaking: boolean;
      joinedAt: string;
    },
    sdk.RoomParticipant
  >
>();
holds<
  Fits<
    {
      id: string;
      roomId: string;
      userId: string | null;
      username: string;
      displayName: string | null;
      avatarUrl: string | null;
      content: string;
      createdAt: string;
      editedAt?: string | null;
      robotId?: string | null;
      robotName?: string | null;
      robotAvatarUrl?: string | null;
      isBot?: boolean;
      guestId?: string | null;
      guestDisplayName?: string | null;
      isGuest?: boolean;
      replyTo?: sdk.MessageReplyTo | null;
      mentions?: sdk.MentionData[] | null;
      image?: sdk.MessageImage | null;
    },
    sdk.RoomMessage
  >
>();
holds<Fits<{ name: string; maxParticipants?: number }, sdk.CreateRoomBody>>();
holds<Fits<{ name?: string; maxParticipants?: number }, sdk.UpdateRoomBody>>();
holds<Fits<{ content?: string; replyToId?: string; imageId?: string }, sdk.SendRoomMessageBody>>();
holds<Fits<{ content: string }, sdk.EditRoomMessageBody>>();
holds<Same<'owner' | 'admin' | 'member', sdk.ServerRole>>();
holds<
  Fits<
    {
      id: string;
      name: string;
      iconUrl: string | null;
      iconEmoji: string | null;
      ownerId: string;
      memberCount: number;
      createdAt: string;
    },
    sdk.Server
  >
>();
holds<
  Fits<
    {
      rooms: sdk.Room[];
      members: sdk.ServerMember[];
      myRole: sdk.ServerRole;
      id: string;
      name: string;
      iconUrl: string | null;
      iconEmoji: string | null;
      ownerId: string;
      memberCount: number;
      createdAt: string;
    },
    sdk.ServerWithDetails
  >
>();
holds<
  Fits<
    {
      userId: string;
      username: string;
      displayName: string | null;
      avatarUrl: string | null;
      role: sdk.ServerRole;
      roleId: string | null;
      status: sdk.UserStatus;
      joinedAt: string;
    },
    sdk.ServerMember
  >
>();
holds<
  Fits<
    {
      id: string;
      serverId: string;
      name: string;
      color: string | null;
      permissions: number;
      sortOrder: number;
      isDefault: boolean;
      createdAt: string;
    },
    sdk.ServerRoleObject
  >
>();
holds<
  Fits<
    {
      id: string;
      code: string;
      createdBy: string;
      maxUses: number | null;
      uses: number;
      expiresAt: string | null;
      createdAt: string;
    },
    sdk.ServerInvite
  >
>();
holds<
  Fits<
    {
      serverName: string;
      serverIconUrl: string | null;
      serverIconEmoji: string | null;
      memberCount: number;
      memberLimit: number;
      isFull: boolean;
      valid: boolean;
    },
    sdk.ServerInvitePreview
  >
>();
holds<
  Fits<
    {
      id: string;
      serverId: string;
      userId: string;
      bannedBy: string | null;
      reason: string | null;
      expiresAt: string | null;
      createdAt: string;
      username: string;
      displayName: string | null;
      avatarUrl: string | null;
    },
    sdk.ServerBan
  >
>();
holds<
  Fits<
    {
      id: string;
      serverId: string;
      userId: string;
      mutedBy: string | null;
      reason: string | null;
      expiresAt: string | null;
      createdAt: string;
      username: string;
      displayName: string | null;
      avatarUrl: string | null;
    },
    sdk.ServerMute
  >
>();
holds<Fits<{ name: string; iconEmoji?: string | null }, sdk.CreateServerBody>>();
holds<
  Fits<{ name?: string; iconUrl?: string | null; iconEmoji?: string | null }, sdk.UpdateServerBody>
>();
holds<Fits<{ image: string; contentType?: string }, sdk.ServerIconUploadBody>>();
holds<Fits<{ iconUrl: string }, sdk.ServerIconUploadResponse>>();
holds<Fits<{ maxUses?: number; expiresInHours?: number }, sdk.CreateInviteBody>>();
holds<Fits<{ userId: string }, sdk.InviteFriendBody>>();
holds<Fits<{ reason?: string; duration?: number }, sdk.BanMemberBody>>();
holds<Fits<{ reason?: string; duration?: number }, sdk.MuteMemberBody>>();
holds<Fits<{ name: string; color?: string; permissions: number }, sdk.CreateRoleBody>>();
holds<
  Fits<
    { name?: string; color?: string; permissions?: number; sortOrder?: number },
    sdk.UpdateRoleBody
  >
>();
holds<Fits<{ roleId: string }, sdk.AssignRoleBody>>();
holds<
  Fits<
    { userId: string; roleId: string; roleName: string; role: sdk.ServerRole },
    sdk.AssignRoleResponse
  >
>();
holds<Same<'scheduled' | 'active' | 'ended' | 'cancelled', sdk.EventStatus>>();
holds<Same<'going' | 'maybe' | 'not_going', sdk.RsvpStatus>>();
holds<Same<'pending' | 'admitted' | 'rejected', sdk.EventGuestStatus>>();
holds<Fits<{ going: number; maybe: number; notGoing: number }, sdk.RsvpCounts>>();
holds<
  Fits<
    {
      id: string;
      serverId: string;
      title: string;
      description: string | null;
      coverImageUrl: string | null;
      startsAt: string;
      endsAt: string | null;
      status: sdk.EventStatus;
      voiceRoomId: string | null;
      createdBy: string;
      creatorUsername: string;
      creatorDisplayName: string | null;
      shareCode: string | null;
      externalAccessEnabled: boolean;
      externalAutoAdmit: boolean;
      rsvpCounts: sdk.RsvpCounts;
      myRsvp: sdk.RsvpStatus | null;
      templateId: string | null;
      createdAt: string;
    },
    sdk.EventSummary
  >
>();
holds<
  Fits<
    {
      id: string;
      displayName: string;
      generatedUsername: string;
      status: sdk.EventGuestStatus;
      createdAt: string;
    },
    sdk.EventGuest
  >
>();
holds<
  Fits<
    {
      id: string;
      serverId: string;
      title: string;
      description: string | null;
      coverImageUrl: string | null;
      durationMinutes: number | null;
      rrule: string;
      timezone: string;
      startTime: string;
      externalAccessEnabled: boolean;
      externalAutoAdmit: boolean;
      nextOccurrenceAt: string | null;
      createdBy: string;
      createdAt: string;
    },
    sdk.EventTemplate
  >
>();
holds<
  Fits<
    {
      title: string;
      description?: string;
      coverImageUrl?: string;
      startsAt: string;
      endsAt?: string;
      externalAccessEnabled?: boolean;
      externalAutoAdmit?: boolean;
    },
    sdk.CreateEventBody
  >
>();
holds<
  Fits<
    {
      title?: string;
      description?: string;
      coverImageUrl?: string;
      startsAt?: string;
      endsAt?: string;
      externalAccessEnabled?: boolean;
      externalAutoAdmit?: boolean;
    },
    sdk.UpdateEventBody
  >
>();
holds<Fits<{ status: sdk.RsvpStatus }, sdk.RsvpBody>>();
holds<Fits<{ status: sdk.RsvpStatus; counts: sdk.RsvpCounts }, sdk.RsvpResponse>>();
holds<
  Fits<
    {
      title: string;
      description?: string;
      rrule: string;
      timezone: string;
      startTime: string;
      durationMinutes?: number;
      coverImageUrl?: string;
      externalAccessEnabled?: boolean;
      externalAutoAdmit?: boolean;
    },
    sdk.CreateEventTemplateBody
  >
>();
holds<
  Fits<
    {
      title?: string;
      description?: string;
      rrule?: string;
      timezone?: string;
      startTime?: string;
      durationMinutes?: number;
      coverImageUrl?: string;
      externalAccessEnabled?: boolean;
      externalAutoAdmit?: boolean;
    },
    sdk.UpdateEventTemplateBody
  >
>();
holds<Same<'avatar' | 'server_icon' | 'event_cover' | 'chat' | 'general', sdk.ImagePurpose>>();
holds<Same<'pending' | 'processing' | 'ready' | 'failed', sdk.ImageProcessingStatus>>();
holds<Fits<{ url: string; width: number; height: number; size: number }, sdk.ImageVariant>>();
holds<
  Fits<
    {
      id: string;
      uploaderId: string | null;
      url: string;
      originalUrl: string | null;
      contentType: string;
      size: number;
      width: number | null;
      height: number | null;
      purpose: sdk.ImagePurpose;
      processingStatus: sdk.ImageProcessingStatus;
      variants: Record<string, sdk.ImageVariant> | null;
      blurhash: string | null;
      alt: string | null;
      createdAt: string;
    },
    sdk.ImageMetadata
  >
>();
holds<
  Fits<
    {
      id: string;
      processingStatus: sdk.ImageProcessingStatus;
      variants: Record<string, sdk.ImageVariant> | null;
      url: string;
    },
    sdk.ImageStatus
  >
>();
holds<Fits<{ status: 'ok'; version: string; timestamp: string }, sdk.HealthResponse>>();
holds<Fits<{ version: string }, sdk.VersionResponse>>();
holds<Fits<{ upgrading: boolean; outage: boolean; waitlist: boolean }, sdk.SystemStatusResponse>>();
