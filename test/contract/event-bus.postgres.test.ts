import { eventBusMigrations } from '#event-bus';
import { openTestDatabase } from '#database/testing';
import { describeEventBus, openPostgresFixture } from '#event-bus/testing';

describeEventBus('PostgreSQL', async () => {
  const { url, close } = await openTestDatabase([eventBusMigrations], 1);
  const fixture = await openPostgresFixture(url);
  return {
    ...fixture,
    close: async () => {
      await fixture.close();
      await close();
    },
  };
});
