import type { FetchedMail } from './folder-reader.js';

/** A mail of a mailbox; `trustedAuthserv`: whose word on its sender is taken there. */
export type ReadMail = FetchedMail & { readonly trustedAuthserv?: string | undefined };
/** With the addresses that led to the inbox. */
export type RoutedMail = ReadMail & { readonly rcptTo: readonly string[] };
