import type { StateReport } from '#connector-sdk';

/**
 * How one inbox is doing, out of several who each know a part of it: the worst is told. A topic without a trouble says null; topics are asked in the
 * order in which they were first named.
 */
export class InboxCondition {
  private readonly troubles = new Map<string, StateReport | null>();

  constructor(
    private readonly good: StateReport,
    private readonly report: (state: StateReport) => void,
  ) {}

  tell(topic: string, trouble: StateReport | null): void {
    this.troubles.set(topic, trouble);
    const all = [...this.troubles.values()].filter((each) => each !== null);
    this.report(all.find(({ state }) => state === 'bad_credentials') ?? all[0] ?? this.good);
  }
}
