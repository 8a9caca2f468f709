import { runApps } from '#service-host';
import { showWelcome } from './welcome.js';

// Imported while the database server comes up.
await runApps([async () => (await import('#apps/ticketing/src/ticketing.module')).ticketingApp], {
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
