import type { Actor } from '../tickets/actor.js';
import type { Score } from './survey-answer.js';

/** rating: an answer to a survey · form: a ticket of a category of feedback · mail: came in by a mailbox of feedback. */
export type FeedbackKind = 'rating' | 'form' | 'mail';
/** By what it came: the channel's buttons, a reply, the link, keys on the phone, an agent who was told it, a message. */
export type FeedbackWay = 'tap' | 'reply' | 'link' | 'keys' | 'agent' | 'message';

export interface NewFeedback {
  /** Once for each: `request:<id>`, `entry:<id>`, `ticket:<id>`. Written again it is the newer state of the same. */
  readonly key: string;
  readonly kind: FeedbackKind;
  readonly way: FeedbackWay;
  readonly survey: string | null;
  readonly requestId: string | null;
  readonly ticketId: string;
  /** The entry that it is, where it came as one. */
  readonly entryId: string | null;
  readonly channel: string | null;
  readonly score: Score | null;
  readonly reason: string | null;
  readonly suggestion: string | null;
  readonly givenAt: Date;
  readonly enteredBy: Actor | null;
}

export interface FeedbackView {
  readonly id: string;
  readonly kind: FeedbackKind;
  readonly way: FeedbackWay;
  readonly survey: string | null;
  readonly ticketId: string;
  readonly ticketNumber: string;
  readonly contactId: string;
  readonly contactName: string | null;
  readonly channel: string | null;
  readonly agentId: string | null;
  readonly scale: Score['kind'] | null;
  readonly value: number | null;
  readonly parts: Readonly<Record<string, number>> | null;
  readonly points: number | null;
  readonly recommend: number | null;
  readonly step: Score['step'] | null;
  readonly low: boolean;
  readonly reason: string | null;
  readonly suggestion: string | null;
  readonly givenAt: Date;
  readonly enteredBy: Actor | null;
  readonly seen: readonly { readonly reader: string; readonly at: string; readonly by: Actor }[];
}
