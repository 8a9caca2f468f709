import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { type Api, openApi } from '../../../support/ticketing-api.js';
import { mail } from '../../../support/ticketing-desk.js';

export interface Ticket {
  readonly id: string;
  readonly number: string;
  readonly version: number;
  readonly status: string;
  readonly subject: string;
}
export interface Entry {
  readonly id: string;
  readonly ticketId: string;
  readonly direction: string;
  readonly newText: string;
  readonly attachments: readonly { readonly partId: string }[];
}
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

interface ApiDocument {
  readonly paths: Record<string, Record<string, { readonly responses: Record<string, unknown> }>>;
}

/** The API over a desk of its own, and the questions its tests ask again and again. */
export interface ApiDesk {
  readonly api: Api;
  /** Faults of a body against the document of the API; empty when it is what the document says. */
  findFaults(name: string, body: unknown): unknown[];
  /** Statuses that the document promises for a route; null: it knows none at this path. */
  findStatuses(method: string, path: string): readonly number[] | null;
  takeTicket(subject: string, from?: string): Promise<Ticket>;
  entriesOf(ticket: string): Promise<readonly Entry[]>;
}

/** `desk`: what stands below `profile` of a desk's file. */
export async function openApiDesk(given: { desk?: object } = {}): Promise<ApiDesk> {
  const api = await openApi(given);
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  (formats as unknown as (instance: Ajv2020) => void)(ajv);
  const { body: document } = await api.ask<ApiDocument>('GET', '/api/openapi.json', { key: null });
  ajv.addSchema(document, 'api');
  return {
    api,
    findFaults: (name, body) => {
      const check = ajv.compile({ $ref: `api#/components/schemas/${name}` });
      return check(body) ? [] : [name, ...(check.errors ?? [])];
    },
    findStatuses: (method, path) => {
      const steps = path.split('?')[0]!.split('/');
      const fits = (template: string) => {
        const parts = template.split('/');
        return parts.length === steps.length && parts.every((part, at) => part.startsWith('{') || part === steps[at]);
      };
      const [route] = Object.keys(document.paths)
        .filter(fits)
        .sort((one, other) => one.split('{').length - other.split('{').length);
      const responses = route === undefined ? undefined : document.paths[route]?.[method.toLowerCase()]?.responses;
      return responses === undefined ? null : Object.keys(responses).map(Number);
    },
    takeTicket: async (subject, from = `${subject.replaceAll(' ', '-').toLowerCase()}@example.com`) => {
      await api.desk.take(mail({ subject, from }));
      const { body } = await api.ask<Page<Ticket>>('GET', `/api/v1/tickets?q=${encodeURIComponent(subject)}`);
      return body.items[0]!;
    },
    entriesOf: async (ticket) => (await api.ask<Page<Entry>>('GET', `/api/v1/tickets/${ticket}/entries`)).body.items,
  };
}
