import type { RecipientResult } from '#connector-sdk';
import { classifySmtpFailure, type SmtpFailure } from './classify-smtp-error.js';

/** What nodemailer says of a mail that at least one recipient got. */
export interface SentInfo {
  readonly accepted?: readonly (string | { address: string })[];
  readonly rejected?: readonly (string | { address: string })[];
  readonly rejectedErrors?: readonly (SmtpFailure & { recipient?: string })[];
}

/** Those refused get no second mail by themselves: the mail has left, and its command with it. */
const NOT_AGAIN = 'the others have got it; write to this address once more if it matters';

export function toRecipientResults(info: SentInfo): RecipientResult[] {
  const text = (value: string | { address: string }) => (typeof value === 'string' ? value : value.address);
  const failures = new Map((info.rejectedErrors ?? []).map((failure) => [failure.recipient, failure]));
  return [
    ...(info.accepted ?? []).map((recipient): RecipientResult => ({ recipient: text(recipient), status: 'sent' })),
    ...(info.rejected ?? []).map((recipient): RecipientResult => {
      const failure = failures.get(text(recipient)) ?? { message: 'refused by the server', responseCode: 550 };
      const classified = classifySmtpFailure(failure, 'recipients');
      // Others were taken: it is not about us.
      const { error, certainty } = classified.otherwise ?? classified;
      return {
        recipient: text(recipient),
        status: 'failed',
        error: certainty === 'refused' ? error : { ...error, hint: NOT_AGAIN },
      };
    }),
  ];
}
