import { type ConnectorContext, reason, type StateReport } from '#connector-sdk';

/** What an operator must see first. */
const WORST_FIRST: readonly StateReport['state'][] = ['bad_credentials', 'degraded', 'connecting', 'connected'];

const BY_HTTP: StateReport = { state: 'connected', detail: 'takes call records by HTTP', reasons: [reason('call_records_http')] };

/** An inbox has several ways in, and one state: the worst of theirs. With none but HTTP it is connected. */
export class StateBoard {
  private readonly reports = new Map<string, StateReport>();

  constructor(
    private readonly context: ConnectorContext,
    ways: readonly string[],
  ) {
    for (const way of ways) this.reports.set(way, { state: 'connecting' });
    this.tell();
  }

  /** The context as one way in sees it: what it reports is weighed against the others. */
  of(way: string): ConnectorContext {
    return Object.create(this.context, {
      report: {
        value: (report: StateReport) => {
          this.reports.set(way, report);
          this.tell();
        },
      },
      signal: { get: () => this.context.signal },
    }) as ConnectorContext;
  }

  private tell(): void {
    const reports = [...this.reports.values()];
    const worst = WORST_FIRST.map((state) => reports.find((report) => report.state === state)).find((report) => report !== undefined);
    this.context.report(worst ?? BY_HTTP);
  }
}
