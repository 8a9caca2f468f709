import { runApps } from '#service-host';
import { showWelcome } from './welcome.js';

// Imported while the database server comes up.
await runApps(
  [
    async () => (await import('#apps/ticketing/src/ticketing.module')).ticketingApp,
    async () => (await import('#apps/email-connector/src/email-connector.module')).emailConnectorApp,
  ],
  { name: 'tributary', onReady: showWelcome },
);
