/** An SMTP answer other than 250, with its enhanced status (RFC 3463). */
export class DoorAnswer extends Error {
  constructor(
    readonly responseCode: number,
    readonly enhanced: string,
    readonly words: string,
  ) {
    super(`${enhanced} ${words}`);
  }
}

export const unknownRecipient = (address: string) => new DoorAnswer(550, '5.1.1', `<${address}>: no such address here`);
export const tooLarge = (limit: number) => new DoorAnswer(552, '5.3.4', `message larger than ${limit} bytes; send a link instead`);
export const notNow = (why: string) => new DoorAnswer(451, '4.3.0', `${why}; nothing was taken, please send again later`);
export const diskFull = () => new DoorAnswer(452, '4.3.1', 'no space left to keep it; nothing was taken, please send again later');
export const tooFast = () => new DoorAnswer(451, '4.7.1', 'too many mails a minute from your address; please send again later');
export const tooBusy = () => new DoorAnswer(452, '4.3.1', 'too much mail in flight; please send again later');
export const badSender = (words: string) => new DoorAnswer(553, '5.1.7', words);
