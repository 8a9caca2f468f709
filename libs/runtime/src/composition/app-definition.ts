import type { DynamicModule, Type } from '@nestjs/common';
import type { z } from 'zod';

/** TypeORM migration classes of one room that owns tables. Names end in a 13-digit timestamp, as TypeORM wants. */
export interface RoomMigrations {
  /** Name of the room; its history is kept in the table `migrations_<room>`. */
  readonly room: string;
  /** Rooms migrate in floor order: 1 stores, 2 middle, 3 kit, 5 apps. */
  readonly floor: number;
  readonly migrations: readonly (new () => unknown)[];
}

/** What only one inbox of a channel may have: an address, an account. */
export interface InboxClaim {
  /** The same for the same, however it is written. */
  readonly key: string;
  /** Where it stands in the settings of the inbox. */
  readonly path: readonly PropertyKey[];
}

/** What settings the inboxes of a connector have; floor 3's `ConnectorDescriptor` is one. */
export interface InboxSchema {
  readonly channel: string;
  readonly provider: string;
  readonly configSchema: z.ZodType;
  /** Of settings that `configSchema` has parsed. */
  claims?(config: unknown): readonly InboxClaim[];
}

/** What the roof needs to know to run an app: alone in a process or composed with others. */
export interface AppDefinition {
  readonly name: string;
  readonly module: Type | DynamicModule;
  readonly migrations: readonly RoomMigrations[];
  /** Topics this app appends to or consumes. */
  readonly topics: readonly string[];
  /** Providers of `module` that are connector factories (floor 3's `ConnectorFactory`); empty for ticketing. */
  readonly connectorFactories: readonly Type[];
  /** Of its connectors: configured inboxes are judged by them before anything is started. */
  readonly inboxSchemas: readonly InboxSchema[];
  /** Does it serve the API (ticketing) or only health and metrics? */
  readonly servesApi: boolean;
  /** Built pages it brings: path → folder below `dist`; `http.pages` goes before. */
  readonly pages?: Readonly<Record<string, string>>;
}
