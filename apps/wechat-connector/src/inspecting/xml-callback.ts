import { toCallbackParts, toEventParts } from '../converting/callback-parts.js';
import { UnreadableXml } from '../converting/callback-xml.js';
import { nameOfEvent } from '../converting/event-names.js';
import { dedupeKeyOf, type NativeCallback, occurredAtOf, readNativeCallback } from '../converting/native-callback.js';
import { type InspectedMessage, RefusedInput } from './inspector.js';

/** A decrypted callback through the converters of production. */
export function inspectXmlCallback(raw: Buffer): InspectedMessage {
  const callback = readOrRefuse(raw);
  const parts = callback.kind === 'event' ? toEventParts(callback, nameOfEvent(callback)) : toCallbackParts(callback);
  return {
    remoteMessageId: callback.msgId ?? dedupeKeyOf(callback),
    dedupeKey: dedupeKeyOf(callback),
    sender: callback.sender,
    recipient: callback.recipient,
    nativeType: callback.nativeType,
    event: callback.event,
    occurredAt: occurredAtOf(callback),
    parts,
    plainText: parts
      .map((part) => part.fallback)
      .join('\n')
      .trim(),
  };
}

function readOrRefuse(raw: Buffer): NativeCallback {
  try {
    return readNativeCallback(raw);
  } catch (error) {
    if (error instanceof UnreadableXml) throw new RefusedInput(error.code, error.message);
    throw error;
  }
}
