import type { SurveyForm } from '../desk/schema/surveys.js';

/** Somebody who was asked. The form is kept as it was then: a desk that changes it changes nothing of what was asked. */
export interface SurveyRequest {
  readonly id: string;
  /** Once for each: `solved:<ticket>:<event>`, `<round>:<contact>:<day>`. */
  readonly key: string;
  readonly occasion: string;
  readonly survey: string;
  readonly form: SurveyForm;
  readonly way: string;
  readonly ticketId: string;
  readonly contactId: string;
  readonly inboxId: string | null;
  readonly conversationKey: string | null;
  readonly language: string | null;
  /** unsent: nothing could be sent to him, but an agent may still enter what he says. */
  readonly state: 'asked' | 'answered' | 'unsent';
  readonly askedAt: Date;
  readonly expiresAt: Date;
}

/** Of the task to ring him and ask. */
export function callKeyOf({ id }: Pick<SurveyRequest, 'id'>): string {
  return `survey:${id}`;
}
