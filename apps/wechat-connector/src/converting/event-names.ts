import { type Act, act } from '#connector-sdk';
import type { NativeCallback } from './native-callback.js';

interface About {
  readonly key: string | null;
  readonly qrScene: string | null;
  field(name: string): string | null;
}

/** Events in words that stand in a thread where nobody has better ones for their code. What is not here reads as the platform names it. */
const ACTS: Readonly<Record<string, (about: About) => Act>> = {
  subscribe: ({ qrScene }) =>
    qrScene === null
      ? act('followed', 'followed the account')
      : act('followed_by_code', `followed the account by QR code ${qrScene}`, { scene: qrScene }),
  unsubscribe: () => act('unfollowed', 'unfollowed the account'),
  scan: ({ key }) => act('qr_code_scanned', `scanned QR code ${key ?? 'without a scene'}`, { scene: key ?? '–' }),
  location: ({ field }) => {
    const [latitude, longitude] = [field('Latitude') ?? '?', field('Longitude') ?? '?'];
    return act('located', `told a location: ${latitude}, ${longitude}`, { latitude, longitude });
  },
  click: ({ key }) => act('menu_button', `pressed the menu button ${key ?? 'without a key'}`, { key: key ?? '–' }),
  view: ({ key }) => act('menu_link', `opened the menu link ${key ?? ''}`.trimEnd(), { key: key ?? '–' }),
  view_miniprogram: ({ key }) =>
    act('menu_mini_program', `opened the mini program ${key ?? ''} from the menu`.replace('  ', ' '), { key: key ?? '–' }),
  scancode_push: ({ key }) => act('menu_code_scanned', `scanned a code from the menu (${key ?? 'no key'})`, { key: key ?? '–' }),
  scancode_waitmsg: ({ key }) => act('menu_code_scanned', `scanned a code from the menu (${key ?? 'no key'})`, { key: key ?? '–' }),
  pic_sysphoto: ({ key }) => act('menu_photo_taken', `took a picture from the menu (${key ?? 'no key'})`, { key: key ?? '–' }),
  pic_photo_or_album: ({ key }) => act('menu_picture_chosen', `chose a picture from the menu (${key ?? 'no key'})`, { key: key ?? '–' }),
  pic_weixin: ({ key }) => act('menu_picture_chosen', `chose a picture from the menu (${key ?? 'no key'})`, { key: key ?? '–' }),
  location_select: ({ key }) => act('menu_place_chosen', `chose a place from the menu (${key ?? 'no key'})`, { key: key ?? '–' }),
  templatesendjobfinish: ({ field }) => {
    const [id, result] = [field('MsgID') ?? '', field('Status') ?? 'no result'];
    return act('template_message_done', `template message ${id}: ${result}`, { id, result });
  },
  masssendjobfinish: ({ field }) => {
    const [id, result] = [field('MsgID') ?? '', field('Status') ?? 'no result'];
    return act('mass_message_done', `mass message ${id}: ${result}`, { id, result });
  },
  kf_create_session: ({ field }) => {
    const agent = field('KfAccount');
    return act('session_began', `a customer service session began with ${agent ?? 'an agent'}`, { agent: agent ?? '–' });
  },
  kf_close_session: ({ field }) => {
    const agent = field('KfAccount');
    return act('session_ended', `the customer service session with ${agent ?? 'an agent'} ended`, { agent: agent ?? '–' });
  },
  kf_switch_session: ({ field }) => {
    const [from, to] = [field('FromKfAccount'), field('ToKfAccount')];
    const values = { from: from ?? '–', to: to ?? '–' };
    return act('session_moved', `the customer service session moved from ${from ?? 'an agent'} to ${to ?? 'another'}`, values);
  },
  user_enter_tempsession: ({ field }) => {
    const from = field('SessionFrom');
    return act('session_entered', `entered the service session from ${from ?? 'somewhere'}`, { from: from ?? '–' });
  },
  enter_agent: () => act('app_opened', 'opened the application'),
  user_authorization_revoke: () =>
    act('authorization_withdrawn', 'withdrew an authorization: what is known of this person may have to be erased'),
  user_info_modified: () => act('profile_modified', 'changed what the account may know'),
};

/** What happened, in words and as a code. */
export function tellEvent({ event, eventKey, fields }: NativeCallback): Act {
  const native = event ?? 'an event without a name';
  const scene = eventKey?.startsWith('qrscene_') ? eventKey.slice('qrscene_'.length) : null;
  const key = native.toLowerCase();
  const tell = Object.hasOwn(ACTS, key) ? ACTS[key] : undefined;
  const told = tell?.({ key: eventKey, qrScene: scene, field: (field) => fields.get(field) });
  return told ?? act('event', `event ${native.replaceAll('_', ' ')}`, { event: native });
}

export function nameOfEvent(callback: NativeCallback): string {
  return tellEvent(callback).name;
}
