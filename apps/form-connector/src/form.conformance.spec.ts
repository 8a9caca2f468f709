import { describe, it } from '@jest/globals';
import { toWebhookHeaders } from '#connector-sdk';
import { createConformanceCases, type RemoteMessage, type RequestUnderTest } from '#connector-sdk/testing';
import { AlertFactory, AppealFactory, AppFactory, EmergencyFactory, WebFormFactory, WebhookFactory } from './form.connector.js';
import { openHarness, type Speaker } from './testing/open-harness.js';

const KEY = 'key-of-the-app-0123456789';
const SECRET = 'whsec_c2VjcmV0IG9mIHRoZSBkb29yIG9mIG91cnM=';
const ANOTHER = 'whsec_c2VjcmV0IG9mIHNvbWVib2R5IGVsc2UgaW5kZWVk';
const json = { 'content-type': 'application/json' };

const byKey = (message: RemoteMessage, more: object = {}, key = KEY): RequestUnderTest => ({
  headers: { ...json, authorization: `Bearer ${key}`, 'idempotency-key': message.id },
  body: JSON.stringify({ text: message.text, sender: { user: message.from }, ...more }),
});

const LINK = 'https://files.example/a.png';

const appSpeaker = (): Speaker => ({
  settings: { keys: [{ name: 'shop', key: KEY }] },
  speak: (message) => Promise.resolve(byKey(message)),
  speakUnknown: (message) => byKey(message, { type: 'hologram' }),
  speakKind: (type, message) => {
    const more: Partial<Record<typeof type, object>> = { form: { fields: { order: 7 } }, link: { links: [{ url: LINK }] } };
    return Promise.resolve(more[type] === undefined ? null : byKey(message, more[type]));
  },
  forge: (message) => byKey(message, {}, 'key-of-another-0123456789'),
});

const signed = (id: string, body: object, secret = SECRET): RequestUnderTest => {
  const payload = Buffer.from(JSON.stringify(body));
  return { headers: { ...json, ...toWebhookHeaders({ id, timestampS: Math.floor(Date.now() / 1000), payload }, [secret]) }, body: payload };
};

let tries = 0;
const webhookSpeaker = (): Speaker => ({
  settings: { secret: SECRET, mapping: { text: '$.note.text', sender: { user: '$.by' }, attachments: '$.files[*]' } },
  speak: ({ id, from, text }) => Promise.resolve(signed(id, { by: from, note: { text } })),
  speakUnknown: ({ id, from }) => signed(id, { by: from, try: (tries += 1), dance: true }),
  speakKind: (type, { id, from, text }) =>
    Promise.resolve(type === 'link' ? signed(id, { by: from, note: { text }, files: [LINK] }) : null),
  forge: ({ id }) => signed(id, { note: { text: 'forged' } }, ANOTHER),
});

/** A file of each kind by what its first bytes say. */
const FILES: Readonly<Record<string, Buffer>> = {
  image: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'),
  file: Buffer.from('%PDF-1.4\n%%EOF\n'),
  audio: Buffer.concat([Buffer.from('RIFF\x6c\0\0\0WAVEfmt '), Buffer.alloc(100)]),
  video: Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypmp42\0\0\0\0mp42isom'), Buffer.alloc(100)]),
};

/** A person opens the page, fills it and sends it; a second click sends the same again. */
const formSpeaker = (fields: (message: RemoteMessage) => Record<string, string>): Speaker => {
  const fill = async (message: RemoteMessage, ask: Parameters<Speaker['speak']>[1]) => {
    const page = await ask({ method: 'GET', headers: { accept: 'application/json' } });
    const { token } = JSON.parse(page.body) as { token: string };
    return { token, ...fields(message), email: `${message.from}@example.com` };
  };
  const speak: Speaker['speak'] = async (message, ask) => ({
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(await fill(message, ask)).toString(),
  });
  return {
    settings: { minimumSeconds: 0, perAddressPerHour: 1_000 },
    speak,
    speakKind: async (type, message, ask) => {
      if (type === 'form') return speak(message, ask);
      if (FILES[type] === undefined) return null;
      const form = new FormData();
      for (const [name, value] of Object.entries(await fill(message, ask))) form.append(name, value);
      form.append('files', new Blob([Uint8Array.from(FILES[type])]), `some.${type}`);
      const filled = new Request('http://x/', { method: 'POST', body: form });
      return { headers: { 'content-type': filled.headers.get('content-type')! }, body: Buffer.from(await filled.arrayBuffer()) };
    },
  };
};

const summary = (data: { parts: readonly { type: string }[] }) => {
  const form = data.parts.find(({ type }) => type === 'form') as { fields?: { name: string; value: unknown }[] } | undefined;
  return String(form?.fields?.find(({ name }) => name === 'summary')?.value ?? '');
};

const FILLED = {
  'a page has fields, no kinds': ['receiving.unknown_kind'],
  'anybody may fill a form, and a slow phone may upload for minutes': ['receiving.forged', 'receiving.deadline'],
};
const FORM = { notApplicable: { ...FILLED, 'a form brings no links': ['in.link'] }, readTextOf: summary };
const FILES_ELSEWHERE = { 'programs send addresses of files': ['in.image', 'in.file', 'in.audio', 'in.video'] };

const HARNESSES = {
  form: openHarness(WebFormFactory as never, () => formSpeaker(({ text }) => ({ summary: text, symptom: 'It does not print.' })), FORM),
  emergency: openHarness(EmergencyFactory as never, () => formSpeaker(({ text }) => ({ summary: text })), {
    notApplicable: FILLED,
    unshown: { 'programs press the button as apps write: shown for apps': ['in.link'] },
    readTextOf: summary,
  }),
  appeal: openHarness(AppealFactory as never, () => formSpeaker(({ text }) => ({ summary: text, problem: 'stolen' })), FORM),
  app: openHarness(AppFactory as never, appSpeaker, { notApplicable: FILES_ELSEWHERE }),
  webhook: openHarness(WebhookFactory as never, webhookSpeaker, {
    notApplicable: { ...FILES_ELSEWHERE, 'no field is one of ours': ['in.form'] },
  }),
};

describe.each(Object.entries(HARNESSES))('conformance of %s', (_provider, harness) => {
  for (const { name, run } of createConformanceCases(harness)) it(name, run, 20_000);
});

describe('conformance of alerts', () => {
  const harness = openHarness(
    AlertFactory as never,
    () => ({
      settings: { secret: SECRET },
      speak: ({ id, text }) => Promise.resolve(signed(id, { incident: id, title: text })),
      speakKind: () => Promise.resolve(null),
      forge: ({ id, text }) => signed(id, { incident: id, title: text }, ANOTHER),
    }),
    {
      notApplicable: {
        'whatever is signed is an alarm': ['receiving.unknown_kind'],
        ...FILES_ELSEWHERE,
        'an alarm is words': ['in.link', 'in.form'],
      },
      readTextOf: ({ threading }) => (threading.subject ?? '').replace('[FIRING] ', ''),
    },
  );
  // An alarm is no message: those of one incident are told in one entry, and each of these is an incident.
  const ofMessages = 'receiving.order';
  for (const { id, name, run } of createConformanceCases(harness)) if (id !== ofMessages) it(name, run);
});
