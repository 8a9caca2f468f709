import { type Settings, TributaryError } from '#runtime';

/** A second start on one data folder meets the first at its port; what helps then is to know the process that holds the folder. */
export async function explainTakenPort(error: unknown, settings: Settings): Promise<never> {
  if (error instanceof TributaryError && error.code === 'port_taken' && settings.database.url === undefined) {
    const { refuseHeldFolder } = await import('#database');
    await refuseHeldFolder(settings.data.dir);
  }
  throw error;
}
