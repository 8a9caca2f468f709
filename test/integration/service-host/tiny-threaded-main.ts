import { runApps } from '#service-host';

await runApps([async () => (await import('./tiny-app.js')).tinyApp], {
  name: 'tiny',
  threads: [
    {
      name: 'helper',
      channels: ['email'],
      entry: new URL('./tiny-thread.js', import.meta.url),
      load: async () => (await import('./tiny-thread-app.js')).tinyThreadApp,
    },
  ],
  onReady: (host) => process.stdout.write(`READY ${host.httpUrl} ${JSON.stringify(host.notes.list())}\n`),
});
