import { runAppThread } from '#service-host';

await runAppThread(async () => (await import('#apps/email-connector/src/email-connector.module')).emailConnectorApp);
