import type { Logger } from '#runtime';

/** Some client libraries reject promises that nobody holds when a link breaks: that must not end the other inboxes. */
export function listenForStrays(log: Logger): void {
  process.on('unhandledRejection', (error) => log.error('A rejection that nobody handled', { error }));
  process.on('uncaughtException', (error) => {
    log.error('An exception that nobody caught', { error });
    process.exit(1);
  });
}
