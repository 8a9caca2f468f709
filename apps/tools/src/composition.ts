import type { AppDefinition } from '#runtime';

/** Every app of the product, imported when asked for. */
export const APPS: readonly (() => Promise<AppDefinition>)[] = [
  async () => (await import('#apps/ticketing/src/ticketing.module')).ticketingApp,
  async () => (await import('#apps/email-connector/src/email-connector.module')).emailConnectorApp,
  async () => (await import('#apps/form-connector/src/form-connector.module')).formConnectorApp,
  async () => (await import('#apps/wechat-connector/src/wechat-connector.module')).wechatConnectorApp,
  async () => (await import('#apps/webchat-connector/src/webchat-connector.module')).webchatConnectorApp,
  async () => (await import('#apps/phone-connector/src/phone-connector.module')).phoneConnectorApp,
  async () => (await import('#apps/notification-connector/src/notification-connector.module')).notificationConnectorApp,
];
