import { runApps } from '#service-host';

await runApps([async () => (await import('./tiny-app.js')).tinyApp], {
  name: 'tiny',
  onReady: (host) => process.stdout.write(`READY ${host.httpUrl}\n`),
});
