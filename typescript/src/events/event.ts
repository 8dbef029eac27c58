/** Events, typed, whichever way they came. */

import type { RobotEvent } from '../generated/models.js';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Return the event that a payload is about. This never fails: an event that cannot be understood
 * must not cost those after it.
 *
 * @param payload - What came, decoded: the body of a webhook request or the data of a streamed
 *   event (`{type, serverId, timestamp, data}`), or a polled event (`{id, eventType, payload:
 *   {type, data}, createdAt}`).
 * @param id - Its id, where that did not come in the payload.
 * @param type - Its type, where that did not come in the payload.
 */
export function eventFrom(payload: unknown, id?: string | null, type?: string): RobotEvent {
  let envelope = objectOf(payload) ?? {};
  const inner = objectOf(envelope.payload);
  if (inner && !('data' in envelope)) envelope = { ...envelope, ...inner };
  const named = textOf(envelope.type) || textOf(envelope.eventType) || type || '';
  if (type && !('type' in envelope || 'eventType' in envelope || 'data' in envelope)) {
    envelope = { data: envelope };
  }
  return {
    type: named,
    id: id || textOf(envelope.id) || null,
    serverId: textOf(envelope.serverId) || null,
    timestamp: momentOf(envelope.timestamp) ?? momentOf(envelope.createdAt),
    data: objectOf(envelope.data) ?? {},
    raw: payload,
  } as unknown as RobotEvent;
}

function objectOf(value: unknown): Fields | null {
  return typeof value === 'object' && value && !Array.isArray(value) ? (value as Fields) : null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Return a timestamp as the API writes it, ISO 8601; null if it is not one. */
function momentOf(value: unknown): string | null {
  const text = textOf(value);
  return text && /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d/.test(text) ? text : null;
}
