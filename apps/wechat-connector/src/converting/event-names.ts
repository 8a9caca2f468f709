import type { NativeCallback } from './native-callback.js';

/** Events in words that stand in a thread as they are. What is not here reads as the platform names it. */
const NAMES: Readonly<
  Record<string, (about: { key: string | null; qrScene: string | null; field(name: string): string | null }) => string>
> = {
  subscribe: ({ qrScene }) => (qrScene === null ? 'followed the account' : `followed the account by QR code ${qrScene}`),
  unsubscribe: () => 'unfollowed the account',
  scan: ({ key }) => `scanned QR code ${key ?? 'without a scene'}`,
  location: ({ field }) => `told a location: ${field('Latitude') ?? '?'}, ${field('Longitude') ?? '?'}`,
  click: ({ key }) => `pressed the menu button ${key ?? 'without a key'}`,
  view: ({ key }) => `opened the menu link ${key ?? ''}`.trimEnd(),
  view_miniprogram: ({ key }) => `opened the mini program ${key ?? ''} from the menu`.replace('  ', ' '),
  scancode_push: ({ key }) => `scanned a code from the menu (${key ?? 'no key'})`,
  scancode_waitmsg: ({ key }) => `scanned a code from the menu (${key ?? 'no key'})`,
  pic_sysphoto: ({ key }) => `took a picture from the menu (${key ?? 'no key'})`,
  pic_photo_or_album: ({ key }) => `chose a picture from the menu (${key ?? 'no key'})`,
  pic_weixin: ({ key }) => `chose a picture from the menu (${key ?? 'no key'})`,
  location_select: ({ key }) => `chose a place from the menu (${key ?? 'no key'})`,
  templatesendjobfinish: ({ field }) => `template message ${field('MsgID') ?? ''}: ${field('Status') ?? 'no result'}`,
  masssendjobfinish: ({ field }) => `mass message ${field('MsgID') ?? ''}: ${field('Status') ?? 'no result'}`,
  kf_create_session: ({ field }) => `a customer service session began with ${field('KfAccount') ?? 'an agent'}`,
  kf_close_session: ({ field }) => `the customer service session with ${field('KfAccount') ?? 'an agent'} ended`,
  kf_switch_session: ({ field }) =>
    `the customer service session moved from ${field('FromKfAccount') ?? 'an agent'} to ${field('ToKfAccount') ?? 'another'}`,
  user_enter_tempsession: ({ field }) => `entered the service session from ${field('SessionFrom') ?? 'somewhere'}`,
  enter_agent: () => 'opened the application',
  user_authorization_revoke: () => 'withdrew an authorization: what is known of this person may have to be erased',
  user_info_modified: () => 'changed what the account may know',
};

/** What happened, in words. */
export function nameOfEvent({ event, eventKey, fields }: NativeCallback): string {
  const native = event ?? 'an event without a name';
  const scene = eventKey?.startsWith('qrscene_') ? eventKey.slice('qrscene_'.length) : null;
  const key = native.toLowerCase();
  const name = Object.hasOwn(NAMES, key) ? NAMES[key] : undefined;
  const words = name?.({ key: eventKey, qrScene: scene, field: (field) => fields.get(field) }) ?? `event ${native.replaceAll('_', ' ')}`;
  return words.slice(0, 500);
}
