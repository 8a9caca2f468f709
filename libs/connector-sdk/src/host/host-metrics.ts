import { errorClassOf, TributaryError, type Metrics } from '#runtime';

const SECONDS = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** What Prometheus learns of the connectors of this process. */
export class HostMetrics {
  private readonly acceptedEvents;
  private readonly refusedEvents;
  private readonly acceptSeconds;
  private readonly sends;
  private readonly states;
  private readonly requests;
  private readonly refusedRequests;

  constructor(
    private readonly metrics: Metrics,
    depth: () => number,
  ) {
    this.acceptedEvents = metrics.counter('tributary_events_accepted_total', 'events of connectors that are durable on the log', [
      'inbox',
      'type',
    ]);
    this.refusedEvents = metrics.counter('tributary_events_refused_total', 'events of connectors that were not taken', [
      'inbox',
      'class',
      'code',
    ]);
    this.acceptSeconds = metrics.histogram('tributary_accept_seconds', 'from a connector’s emit to durable', [], SECONDS);
    this.sends = metrics.counter('tributary_sends_total', 'ends and holds of outgoing replies', ['inbox', 'status']);
    this.states = metrics.gauge('tributary_inbox_state', '1 for the state an inbox is in', ['inbox', 'state']);
    this.requests = metrics.counter('tributary_inbox_requests_total', 'HTTP requests for inboxes, by the status of their answers', [
      'inbox',
      'status',
    ]);
    this.refusedRequests = metrics.counter(
      'tributary_inbox_requests_refused_total',
      'HTTP requests for inboxes that were refused, by why',
      ['inbox', 'code'],
    );
    metrics.gauge('tributary_accept_waiting', 'events that wait for the log', [], (gauge) => gauge.set(depth()));
  }

  accepted(inbox: string, type: string, ms: number): void {
    this.acceptedEvents.inc({ inbox, type });
    this.acceptSeconds.observe(ms / 1000);
  }

  refused(inbox: string, error: unknown): void {
    this.refusedEvents.inc({ inbox, class: errorClassOf(error), code: error instanceof TributaryError ? error.code : 'unknown' });
  }

  sent(inbox: string, status: string): void {
    this.sends.inc({ inbox, status });
  }

  watchSockets(count: () => number): void {
    this.metrics.gauge('tributary_inbox_sockets', 'open WebSockets of inboxes', [], (gauge) => gauge.set(count()));
  }

  answered(inbox: string, status: number): void {
    // Names that strangers make up are one.
    this.requests.inc({ inbox: status === 404 ? '' : inbox, status: String(status) });
  }

  refusedRequest(inbox: string, code: string): void {
    this.refusedRequests.inc({ inbox, code });
  }

  inState(inbox: string, state: string, before: string | null): void {
    if (before !== null) this.states.set({ inbox, state: before }, 0);
    this.states.set({ inbox, state }, 1);
  }
}
