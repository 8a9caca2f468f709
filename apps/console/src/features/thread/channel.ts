import type { IconName } from '#page-kit';

const ICONS: Readonly<Record<string, IconName>> = {
  email: 'mail',
  webchat: 'chat',
  phone: 'phone',
  form: 'form',
  note: 'note',
  desk: 'gear',
};

export function channelIcon(channel: string): IconName {
  return ICONS[channel] ?? (channel.startsWith('wechat') || channel === 'wecom' ? 'wechat' : 'chat');
}
