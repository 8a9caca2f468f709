import { runApps } from '#service-host';
import { showWelcome } from './welcome.js';

// Imported while the database server comes up. What answers HTTP runs beside the API.
const mainThread = [
  async () => (await import('#apps/ticketing/src/ticketing.module')).ticketingApp,
  async () => (await import('#apps/form-connector/src/form-connector.module')).formConnectorApp,
  async () => (await import('#apps/wechat-connector/src/wechat-connector.module')).wechatConnectorApp,
  async () => (await import('#apps/webchat-connector/src/webchat-connector.module')).webchatConnectorApp,
  async () => (await import('#apps/phone-connector/src/phone-connector.module')).phoneConnectorApp,
  async () => (await import('#apps/notification-connector/src/notification-connector.module')).notificationConnectorApp,
];

await runApps(mainThread, {
  name: 'tributary',
  threads: [
    {
      name: 'email-connector',
      channels: ['email'],
      entry: new URL('./email-thread.js', import.meta.url),
      load: async () => (await import('#apps/email-connector/src/email-connector.module')).emailConnectorApp,
    },
  ],
  onReady: showWelcome,
});
