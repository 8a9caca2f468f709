import type { AdminCommand } from '#runtime';

/** Opening the database migrates it; this is for those who want that done before the first process of a new version starts. */
export const migrate: AdminCommand = {
  name: 'migrate',
  usage: '',
  beginsDesk: true,
  summary: "brings the database's tables to the shape of this version",
  async run(_args, context) {
    const { DATABASE } = await import('#service-host/parts');
    await context.resolve(DATABASE);
    context.print('The database is up to date.');
  },
};
