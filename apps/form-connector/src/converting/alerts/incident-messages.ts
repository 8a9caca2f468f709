import { priorityOf } from '../handling.js';
import type { InboxRef } from '#contracts';
import { toIncidentKey, toRemoteId } from '../../form.ids.js';
import type { Language } from '../form-template.js';
import type { Submission } from '../to-inbound-message.js';
import type { Incident } from './incident.js';
import { describeIncident, describeRecovery, subjectOf } from './incident-text.js';

export interface IncidentOrigin {
  readonly inbox: InboxRef;
  /** `toGroupId` of the monitor's name of it. */
  readonly group: string;
  readonly language: Language;
}

/** The entry of an episode: it opens an incident, or joins the one that is open for this group. */
export function toIncidentEntry(incident: Incident, origin: IncidentOrigin): Submission {
  return {
    ...toNote(incident, origin, describeIncident(incident, origin.language), 'customer'),
    remoteId: entryIdOf(incident, origin),
    occurredAt: new Date(incident.startedAt),
  };
}

/** The note of its recovery: goes where the entry is, even when an agent has closed it by then, and wakes nobody. */
export function toRecoveryNote(incident: Incident, origin: IncidentOrigin): Submission {
  const remoteId = entryIdOf(incident, origin);
  return {
    ...toNote(incident, origin, describeRecovery(incident, origin.language), 'system'),
    remoteId: `${remoteId}/over`,
    references: [remoteId],
    occurredAt: new Date(incident.resolvedAt ?? incident.lastAt),
  };
}

function entryIdOf({ episode }: Incident, { inbox, group }: IncidentOrigin): string {
  return toRemoteId(inbox.id, `alarm/${group}/${episode}`);
}

function toNote(incident: Incident, { inbox, group, language }: IncidentOrigin, text: string, role: 'customer' | 'system') {
  const { count, distinct, severity, startedAt, lastAt, resolvedAt } = incident;
  return {
    // We made the id ourselves: it is vouched for.
    print: '',
    conversation: { key: toIncidentKey(inbox.id, group), continues: true, kind: 'thread', remoteId: group },
    // Ticketing works for customers only: of a monitor's alarm it has to open work, of its recovery not.
    sender: { role, displayName: inbox.id, identities: [{ scheme: 'monitor', value: inbox.id, raw: inbox.id, assurance: 'verified' }] },
    subject: subjectOf(incident, language),
    text,
    parts: [{ partId: '1', type: 'text', text, fallback: text }],
    mayAutoReply: false,
    handling: toIncidentHandling(severity),
    extras: { incident: { group, severity, count, distinct, startedAt, lastAt, resolvedAt } },
  } satisfies Partial<Submission>;
}

function toIncidentHandling(severity: string | null): Submission['handling'] {
  const priority = priorityOf(severity);
  return { category: 'incident', ...(priority === undefined ? {} : { priority }) };
}
