import { afterEach, describe, expect, it } from '@jest/globals';
import type { ConversationKey } from '#contracts';
import { phoneDescriptor } from '../../../apps/phone-connector/src/phone.connector.js';
import { postJsonCdr } from '../../simulators/call-senders/senders.js';
import { startPhone, type PhoneBench } from './phone-bench.js';

const ACCESS = { user: 'pbx', password: 'right' };

let bench: PhoneBench;
afterEach(() => bench.stop());
const start = async () => (bench = await startPhone({ freeswitch: ACCESS }));

const cdr = (uuid: string, variables: object = {}) => ({
  variables: { uuid, direction: 'inbound', start_uepoch: '1772442000000000', end_uepoch: '1772442012000000', ...variables },
  callflow: [{ caller_profile: { caller_id_number: '13800138000', destination_number: '400' } }],
});

describe('an erased conversation of calls', () => {
  it('keeps nothing of a call whose person was taken out, whatever is told of it later', async () => {
    await start();
    await postJsonCdr(bench.door.url, ACCESS, cdr('gone'));
    const also = phoneDescriptor.alsoKept!({
      inboxId: bench.context.inbox.id,
      conversationKey: bench.messages()[0]!.conversation.key as ConversationKey,
      erasedAt: new Date().toISOString(),
      remoteMessageIds: [bench.messages()[0]!.remoteMessageId],
    });
    expect(also.lines).toContainEqual({ transcript: 'recordings-1', idPrefix: 'gone/' });
    for (const key of also.transcripts!) bench.context.erase(key);
    expect((await postJsonCdr(bench.door.url, ACCESS, cdr('leg', { originating_leg_uuid: 'gone' }))).status).toBe(200);
    expect((await postJsonCdr(bench.door.url, ACCESS, cdr('gone'))).status).toBe(200);
    expect((await postJsonCdr(bench.door.url, ACCESS, cdr('stays'))).status).toBe(200);
    expect(bench.messages().map(({ remoteMessageId }) => remoteMessageId)).toEqual(['gone', 'stays']);
    for (const key of also.transcripts!) expect(await bench.context.transcript(key).since(0)).toEqual([]);
  });
});
