import { runAppThread } from '#service-host';

await runAppThread(async () => (await import('./tiny-thread-app.js')).tinyThreadApp);
