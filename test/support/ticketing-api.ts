import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { BLOB_STORE, BLOB_SWEEPER, blobStoreMigrations, openBlobStore } from '#blob-store';
import { DATABASE } from '#database';
import { openTestDatabase, type TestDatabase } from '#database/testing';
import { DEAD_LETTERS, EVENT_BUS, eventBusMigrations, StoredDeadLetters } from '#event-bus';
import {
  CLOCK,
  LOGGER,
  type Logger,
  METRICS,
  Metrics,
  passingTracing,
  SECRET_KEY,
  SecretKey,
  SETTINGS,
  silentLogger,
  STARTUP_NOTES,
  StartupNotes,
  TRACING,
} from '#runtime';
import { TicketingHttpModule } from '../../apps/ticketing/src/http/http.module.js';
import { ticketingMigrations } from '../../apps/ticketing/src/migrations/index.js';
import { openDesk, type Desk } from './ticketing-desk.js';

export const BOOTSTRAP_KEY = 'a-bootstrap-key-of-the-tests';
export const ADMIN = { email: 'admin@example.com', password: 'a password of the tests' };

export interface Answer<T = Record<string, never>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** JSON as it came; tests say what they expect of it. */
export type Body = Record<string, unknown>;

export interface Asking {
  readonly key?: string | null;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  readonly raw?: string | Uint8Array;
}

/** A process that serves the API, over a real database, log and blob store. */
export interface Api {
  readonly url: string;
  readonly desk: Desk;
  readonly notes: StartupNotes;
  readonly metrics: Metrics;
  /** By the bootstrap key unless told otherwise (null: as nobody). */
  ask<T = Body>(method: string, path: string, asking?: Asking): Promise<Answer<T>>;
  close(): Promise<void>;
}

export function openApiDatabase(): Promise<TestDatabase> {
  return openTestDatabase([eventBusMigrations, blobStoreMigrations, ticketingMigrations]);
}

export async function openApi(given: { database?: TestDatabase; settings?: object; logger?: Logger; desk?: object } = {}): Promise<Api> {
  const own = given.database === undefined ? await openApiDatabase() : null;
  const desk = await openDesk({
    database: given.database ?? own!,
    ...(given.desk === undefined ? {} : { desk: given.desk }),
    settings: { api: { key: BOOTSTRAP_KEY }, admin: ADMIN, ...given.settings },
  });
  const dataDir = await mkdtemp(join(tmpdir(), 'tributary-api-'));
  const notes = new StartupNotes();
  const metrics = new Metrics();
  const secret = new SecretKey('a secret of the tests, long enough to be one');
  const { store, sweeper } = await openBlobStore({
    database: desk.database,
    settings: desk.settings.blobs,
    dataDir,
    logger: silentLogger,
    clock: desk.clock,
    secret: () => Promise.resolve(secret),
  });
  const parts = new Map<symbol, unknown>([
    [DATABASE, desk.database],
    [EVENT_BUS, desk.bus],
    [DEAD_LETTERS, new StoredDeadLetters(desk.database, desk.clock)],
    [BLOB_STORE, store],
    [BLOB_SWEEPER, sweeper],
    [SETTINGS, desk.settings],
    [CLOCK, desk.clock],
    [LOGGER, given.logger ?? silentLogger],
    [METRICS, metrics],
    [TRACING, passingTracing],
    [SECRET_KEY, secret],
    [STARTUP_NOTES, notes],
  ]);
  const module = await Test.createTestingModule({ imports: [provide(parts), TicketingHttpModule] }).compile();
  const application = module.createNestApplication<NestExpressApplication>({ logger: false });
  await application.listen(0, '127.0.0.1');
  const { port } = application.getHttpServer().address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    desk,
    notes,
    metrics,
    ask: (method, path, asking = {}) => ask(`${url}${path}`, method, asking),
    close: async () => {
      await application.close();
      await desk.close();
      await rm(dataDir, { recursive: true, force: true });
      await own?.close();
    },
  };
}

@Module({})
class ApiParts {}

function provide(parts: ReadonlyMap<symbol, unknown>): DynamicModule {
  const providers = [...parts].map(([token, useValue]) => ({ provide: token, useValue }));
  return { module: ApiParts, global: true, providers, exports: [...parts.keys()] };
}

async function ask<T>(url: string, method: string, { key = BOOTSTRAP_KEY, headers, body, raw }: Asking): Promise<Answer<T>> {
  const response = await fetch(url, {
    method,
    redirect: 'error',
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body: (raw as string | Uint8Array<ArrayBuffer> | undefined) ?? (body === undefined ? undefined : JSON.stringify(body)),
  });
  const text = await response.text();
  const isJson = /\bjson/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(text) : text) as T };
}
