import { NO_DETAILS } from '../converting/personal/details.js';
import { NoPuppetMessage, readPuppetMessage } from '../converting/personal/puppet-message.js';
import { readPayloadJson } from '../converting/personal/read-json.js';
import { toParts } from '../converting/personal/to-parts.js';
import { toMessageId, toMessageKey } from '../personal.ids.js';
import { RefusedInput, type InspectedMessage, type Inspector } from './inspector.js';

/** A puppet's message payload as JSON, through the converter of production. What must be asked for (bytes, places, cards) stays out. */
export const inspectWechaty: Inspector = (raw): InspectedMessage & Record<string, unknown> => {
  const message = read(raw);
  const { parts, plainText } = toParts(message, NO_DETAILS);
  const remoteMessageId = toMessageId(message);
  return {
    remoteMessageId,
    dedupeKey: toMessageKey({ channel: 'wechat', id: 'inspect' }, remoteMessageId),
    sender: message.talkerId,
    recipient: message.roomId ?? message.listenerId,
    nativeType: message.type,
    event: null,
    occurredAt: message.at?.toISOString() ?? null,
    parts,
    plainText,
  };
};

function read(raw: Buffer): ReturnType<typeof readPuppetMessage> {
  try {
    return readPuppetMessage(readPayloadJson(raw.toString('utf8')));
  } catch (error) {
    if (error instanceof SyntaxError) throw new RefusedInput('invalid_json', `it is no JSON: ${error.message}`);
    if (error instanceof NoPuppetMessage) throw new RefusedInput('invalid_payload', error.message);
    throw error;
  }
}
