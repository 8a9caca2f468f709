import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { InboundMessage } from '#contracts';
import { parseMail } from '../../../apps/email-connector/src/converting/parse-mail.js';
import { toInboundMessage } from '../../../apps/email-connector/src/converting/to-inbound-message.js';

const corpora = process.env['CORPORA_DIR'] ?? '';
const sets = ['mime-mixed', 'mime-zammad', 'mime-stalwart', 'mime-mime4j', 'bounce', 'mail-class'].filter((set) =>
  existsSync(join(corpora, set)),
);
if (sets.length === 0) console.warn('SKIPPED real mails with known answers: CORPORA_DIR names no folder of them');

const mails = sets.flatMap((set) =>
  readdirSync(join(corpora, set))
    .filter((name) => name.endsWith('.eml'))
    .map((name) => join(corpora, set, name)),
);
const envelope = {
  inboxId: 'support',
  provider: 'mail',
  address: 'support@example.com',
  rcptTo: [],
  receivedAt: '2026-03-02T09:00:00.000Z',
  deliveryId: '1',
};

interface Agreed {
  subject?: string | null;
  messageId?: string | null;
  references?: string[];
  attachmentNames?: string[];
}

/** What several other parsers agree on; null where the set states nothing of the kind. */
function readAgreed(mail: string): Agreed | null {
  const expected = JSON.parse(readFileSync(mail.replace(/\.eml$/, '.expected.json'), 'utf8')) as {
    agreed?: Agreed;
    consensus?: { agreed?: Agreed };
  };
  return expected.agreed ?? expected.consensus?.agreed ?? null;
}

const fold = (text: string | null | undefined) => (text ?? '').replace(/\s+/g, ' ').trim();

// They are no part of the project: nobody must have them, but who names a folder that is not there should hear of it.
(sets.length > 0 || (corpora !== '' && !existsSync(corpora)) ? describe : describe.skip)('real mails', () => {
  it('all become an event that holds to the contract', () => {
    expect(mails.length).toBeGreaterThan(0);
    for (const path of mails) {
      const raw = readFileSync(path);
      const { event } = toInboundMessage(raw, parseMail(raw), envelope);
      expect([path, InboundMessage.safeParse(event).error]).toEqual([path, undefined]);
    }
  });

  it('are read as most other parsers read them', () => {
    const checks: [string, boolean][] = [];
    for (const path of mails) {
      const agreed = readAgreed(path);
      if (!agreed) continue;
      const mail = parseMail(readFileSync(path));
      if (agreed.subject !== undefined) checks.push([`${path} subject`, fold(mail.subject) === fold(agreed.subject)]);
      if (agreed.messageId !== undefined) checks.push([`${path} messageId`, fold(mail.messageId) === fold(agreed.messageId)]);
      if (agreed.references)
        checks.push([`${path} references`, JSON.stringify(mail.references.map(fold)) === JSON.stringify(agreed.references.map(fold))]);
    }
    const wrong = checks.filter(([, right]) => !right).map(([what]) => what);
    expect(checks.length).toBeGreaterThan(100);
    expect([wrong, wrong.length / checks.length <= 0.01]).toEqual([wrong, true]);
  });
});
