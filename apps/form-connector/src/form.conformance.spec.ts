import { describe, it } from '@jest/globals';
import { toWebhookHeaders, type InboxAnswer } from '#connector-sdk';
import { createConformanceCases, type RemoteMessage, type RequestUnderTest } from '#connector-sdk/testing';
import { AlertFactory, AppealFactory, AppFactory, EmergencyFactory, WebFormFactory, WebhookFactory } from './form.connector.js';
import { openHarness, type Speaker } from './testing/open-harness.js';

const KEY = 'key-of-the-app-0123456789';
const SECRET = 'whsec_c2VjcmV0IG9mIHRoZSBkb29yIG9mIG91cnM=';
const json = { 'content-type': 'application/json' };

const byKey =
  (type?: string) =>
  (message: RemoteMessage): RequestUnderTest => ({
    headers: { ...json, authorization: `Bearer ${KEY}`, 'idempotency-key': message.id },
    body: JSON.stringify({ text: message.text, sender: { user: message.from }, ...(type === undefined ? {} : { type }) }),
  });

const appSpeaker = (): Speaker => ({
  settings: { keys: [{ name: 'shop', key: KEY }] },
  speak: (message) => Promise.resolve(byKey()(message)),
  speakUnknown: byKey('hologram'),
});

const signed = (id: string, body: object): RequestUnderTest => {
  const payload = Buffer.from(JSON.stringify(body));
  return { headers: { ...json, ...toWebhookHeaders({ id, timestampS: Math.floor(Date.now() / 1000), payload }, [SECRET]) }, body: payload };
};

let tries = 0;
const webhookSpeaker = (): Speaker => ({
  settings: { secret: SECRET, mapping: { text: '$.note.text', sender: { user: '$.by' } } },
  speak: ({ id, from, text }) => Promise.resolve(signed(id, { by: from, note: { text } })),
  speakUnknown: ({ id, from }) => signed(id, { by: from, try: (tries += 1), dance: true }),
});

/** A person opens the page, fills it and sends it; a second click sends the same again. */
const formSpeaker = (fields: (message: RemoteMessage) => Record<string, string>): Speaker => ({
  settings: { minimumSeconds: 0, perAddressPerHour: 1_000 },
  async speak(message, ask) {
    const page: InboxAnswer = await ask({ method: 'GET', headers: { accept: 'application/json' } });
    const { token } = JSON.parse(String(page.body)) as { token: string };
    return {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ token, ...fields(message), email: `${message.from}@example.com` }).toString(),
    };
  },
});

const summary = (data: { parts: readonly { type: string }[] }) => {
  const form = data.parts.find(({ type }) => type === 'form') as { fields?: { name: string; value: unknown }[] } | undefined;
  return String(form?.fields?.find(({ name }) => name === 'summary')?.value ?? '');
};

const HARNESSES = {
  form: openHarness(WebFormFactory as never, () => formSpeaker(({ text }) => ({ summary: text, symptom: 'It does not print.' })), summary),
  emergency: openHarness(EmergencyFactory as never, () => formSpeaker(({ text }) => ({ summary: text })), summary),
  appeal: openHarness(AppealFactory as never, () => formSpeaker(({ text }) => ({ summary: text, problem: 'stolen' })), summary),
  app: openHarness(AppFactory as never, appSpeaker),
  webhook: openHarness(WebhookFactory as never, webhookSpeaker),
};

describe.each(Object.entries(HARNESSES))('conformance of %s', (_provider, harness) => {
  for (const { name, run } of createConformanceCases(harness)) it(name, run);
});

describe('conformance of alerts', () => {
  const harness = openHarness(
    AlertFactory as never,
    () => ({
      settings: { secret: SECRET },
      speak: ({ id, text }) => Promise.resolve(signed(id, { incident: id, title: text })),
    }),
    ({ threading }) => (threading.subject ?? '').replace('[FIRING] ', ''),
  );
  // An alarm is no message: those of one incident are told in one entry.
  const ofMessages = 'messages of one conversation keep their order';
  for (const { name, run } of createConformanceCases(harness)) if (name !== ofMessages) it(name, run);
});
