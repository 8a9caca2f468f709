export interface Hours {
  readonly open: boolean;
  /** A bot, a menu: something answers while nobody is there. */
  readonly answered: boolean;
  readonly opensAt: Date | null;
}

interface Listed {
  readonly channels: readonly {
    readonly channel: string;
    readonly open: boolean;
    readonly by: string | null;
    readonly opensAt: string | null;
  }[];
}

/** The desk's hours of one channel, as it tells everybody; null where it tells nothing of it. */
export async function readHours(api: URL, channel: string): Promise<Hours | null> {
  try {
    const answer = await fetch(new URL('hours', api).href);
    if (!answer.ok) return null;
    const found = ((await answer.json()) as Listed).channels.filter((each) => each.channel === channel)[0];
    if (found === undefined) return null;
    return { open: found.open, answered: found.by !== null, opensAt: found.opensAt === null ? null : new Date(found.opensAt) };
  } catch {
    return null;
  }
}
