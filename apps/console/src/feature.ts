import type { IconName } from '#page-kit';
import type { QueryClient } from '@tanstack/react-query';
import type { ComponentType, LazyExoticComponent } from 'react';

export type Scope =
  | 'tickets:read'
  | 'tickets:write'
  | 'tickets:sealed'
  | 'recordings:hear'
  | 'reports:read'
  | 'knowledge:write'
  | 'supervise'
  | 'bot'
  | 'audit:read'
  | 'webhooks:write'
  | 'desk:write'
  | 'people:erase'
  | 'admin';

/** What a folder below `features` gives to the shell. */
export interface Feature {
  /** wouter paths below /console, each loaded when it is first opened. */
  readonly routes: readonly { readonly path: string; readonly page: LazyExoticComponent<ComponentType> }[];
  /** Called with the path that the browser was opened at, before anything can be shown: fetches what the page there needs first, if it is one of these. */
  readonly prepare?: (path: string, cache: QueryClient) => void;
  /** Places in the navigation; `label` is a key of the namespace `shell`, below `places`. */
  readonly places: readonly Place[];
}

export interface Place {
  readonly key: string;
  readonly href: string;
  readonly icon: IconName;
  readonly needs: Scope;
  readonly keys?: string;
  /** Of who runs the desk, not of who works at it: gathered in one menu. */
  readonly managing?: boolean;
}
