import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { z } from 'zod';
import { readEnvironment } from './environment-layer.js';
import { type ReadableSettings, SettingsError, showValue, suggestName, type SettingsFault } from './faults.js';
import { readSettingsFile } from './file-layer.js';
import { getAtPath, mergeLayers, type SettingsLayer } from './layer.js';
import { locateInLayers } from './locate.js';
import { describeAllowed, findNode, readSettingsSchema, type SchemaNode } from './schema-tree.js';
import { InboxSettings } from './inbox-settings.js';
import { Settings } from './settings.js';

export interface SettingsSources {
  /** Default: the process's. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Settings by environment name that hold where the environment has none. */
  readonly defaults?: Readonly<Record<string, string>>;
  /** Folder that relative paths start from; default: the working directory. */
  readonly folder?: string;
}

export interface LoadedSettings {
  readonly settings: Settings;
  /** Where a setting was written (`TRIBUTARY_HTTP_PORT`, `config/mine.yaml:3`), for faults that only its user can find. */
  readonly locate: (path: readonly PropertyKey[]) => string;
}

/**
 * Settings of this process: schema defaults ← the desk's file ← the file in TRIBUTARY_CONFIG ← environment.
 * Throws `SettingsError` with every fault of all of them.
 */
export function loadSettings(sources: SettingsSources = {}): Settings {
  return loadLocatedSettings(sources).settings;
}

export function loadLocatedSettings(sources: SettingsSources = {}): LoadedSettings {
  const environment = layDefaults(sources.environment ?? process.env, sources.defaults);
  const folder = sources.folder ?? process.cwd();
  const schema = readSettingsSchema();
  const faults: SettingsFault[] = [];
  const layers: SettingsLayer[] = [];
  const addFile = (path: string, namedBy: string): void => {
    const file = readSettingsFile(path, namedBy, environment);
    faults.push(...file.faults);
    layers.push(file.layer);
  };

  if (environment['TRIBUTARY_CONFIG']) addFile(resolve(folder, environment['TRIBUTARY_CONFIG']), 'TRIBUTARY_CONFIG');
  const named = readEnvironment(environment, schema);
  faults.push(...named.faults);
  const desk = mergeLayers([...layers, named.layer])['desk'];
  if (typeof desk === 'string') {
    addFile(findDeskFile(folder, desk), 'TRIBUTARY_DESK');
    // An operator's own file has the last word over a desk that is shipped.
    layers.unshift(layers.pop()!);
  }
  layers.push(named.layer);

  const merged = mergeLayers(layers);
  const parsed = Settings.safeParse(merged);
  if (!parsed.success) faults.push(...parsed.error.issues.flatMap((issue) => describeIssue(issue, merged, layers, schema)));
  const rest = readRest(merged, parsed, layers);
  if (rest !== null) faults.push(...findContradictions(rest.settings, layers));
  if (faults.length > 0 || !parsed.success) throw new SettingsError(faults, rest);
  return { settings: complete(parsed.data, folder), locate: (path) => locateInLayers(layers, path) };
}

/** An empty value is as good as none here too. */
function layDefaults(
  environment: Readonly<Record<string, string | undefined>>,
  defaults: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string | undefined>> {
  const unset = Object.entries(defaults).filter(([name]) => !environment[name]);
  return { ...environment, ...Object.fromEntries(unset) };
}

function findDeskFile(folder: string, desk: string): string {
  const candidates = [resolve(folder, desk), resolve(folder, 'config/desks', desk), resolve(folder, 'config/desks', `${desk}.yaml`)];
  return candidates.find((path) => existsSync(path)) ?? resolve(folder, 'config/desks', desk);
}

/** The settings without the sections that have faults. */
function readRest(
  merged: Record<string, unknown>,
  parsed: z.ZodSafeParseResult<Settings>,
  layers: readonly SettingsLayer[],
): ReadableSettings | null {
  const faulty = new Set(
    parsed.error?.issues.flatMap(({ code, path, ...more }) =>
      code === 'unrecognized_keys' && path.length === 0 && 'keys' in more ? more.keys : path.slice(0, 1),
    ),
  );
  const rest = Settings.safeParse(Object.fromEntries(Object.entries(merged).filter(([name]) => !faulty.has(name))));
  if (!rest.success) return null;
  const configured = Array.isArray(merged['inboxes']) ? (merged['inboxes'] as unknown[]) : [];
  const inboxes = configured.map((inbox) => InboxSettings.safeParse(inbox).data ?? null);
  return { settings: rest.data, inboxes, locate: (path) => locateInLayers(layers, path) };
}

function complete(settings: Settings, folder: string): Settings {
  return {
    ...settings,
    data: { ...settings.data, dir: resolve(folder, settings.data.dir) },
    inboxes: settings.inboxes ?? [{ id: 'support', channel: 'email', address: settings.inbox.address }],
  };
}

function describeIssue(issue: z.core.$ZodIssue, merged: unknown, layers: readonly SettingsLayer[], schema: SchemaNode): SettingsFault[] {
  const node = findNode(schema, issue.path);
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(node?.properties ?? {});
    return issue.keys.map((key) => {
      const near = suggestName(key, known);
      const path = [...issue.path, key];
      const allowed = near === undefined ? known.join(', ') : `did you mean ${near}?`;
      return { path: path.join('.'), where: locateInLayers(layers, path), found: 'a name that no setting has', allowed };
    });
  }
  const allowed = issue.code === 'invalid_format' || node === undefined ? issue.message : describeAllowed(node);
  return [
    {
      path: issue.path.join('.'),
      where: locateInLayers(layers, issue.path),
      found: showValue(issue.path, getAtPath(merged, issue.path)),
      allowed,
    },
  ];
}

/** What each setting alone cannot tell. */
function findContradictions(settings: Settings, layers: readonly SettingsLayer[]): SettingsFault[] {
  const faults: SettingsFault[] = [];
  const add = (path: readonly PropertyKey[], found: string, allowed: string): void => {
    faults.push({ path: path.join('.'), where: locateInLayers(layers, path), found, allowed });
  };
  const { tlsKeyFile, tlsCertFile } = settings.smtp;
  if ((tlsKeyFile === undefined) !== (tlsCertFile === undefined))
    add(['smtp', tlsKeyFile === undefined ? 'tlsCertFile' : 'tlsKeyFile'], 'one of the two', 'tlsKeyFile and tlsCertFile together');
  if (settings.oidc.issuer !== undefined && settings.oidc.clientId === undefined)
    add(['oidc', 'clientId'], 'nothing', 'what this installation is called at the provider, for oidc.issuer is set');
  const seen = new Set<string>();
  for (const [at, inbox] of (settings.inboxes ?? []).entries()) {
    if (seen.has(inbox.id)) add(['inboxes', at, 'id'], `"${inbox.id}" a second time`, 'an id of its own for each inbox');
    seen.add(inbox.id);
  }
  if (!isTimeZone(settings.deskSettings.timeZone))
    add(['deskSettings', 'timeZone'], JSON.stringify(settings.deskSettings.timeZone), 'an IANA time zone, such as Europe/Berlin');
  return faults;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
