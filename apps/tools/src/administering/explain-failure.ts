import { PermanentError, RetriableError } from '#runtime';

/** What nodemailer gives beside the message; `originalCode` is the system's. */
interface SendFault {
  readonly code?: string;
  readonly originalCode?: string;
  readonly response?: string;
  readonly message?: string;
}

const AWAY = ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'ETIMEDOUT', 'CONNECTION_TIMEOUT'];

/** Why a mail did not get through the door at `HOST:PORT`, in words. What is none of the door's faults comes back as it is. */
export function explainFailure(error: unknown, door: string): unknown {
  const { code, originalCode = '', response, message } = error as SendFault;
  if (response !== undefined && /^[45]\d\d/.test(response))
    return new PermanentError(`The door refused the mail: ${response}`, { code: 'mail_refused', cause: error });
  if (code === 'EDNS' || AWAY.includes(originalCode) || message === 'Connection timeout')
    return new RetriableError(`No SMTP door answers at ${door} (${message})`, {
      code: 'door_away',
      hint: 'Start the product (npm start), or name its door with --host and --port (TRIBUTARY_SMTP_PORT).',
      cause: error,
    });
  if (code === 'EPROTOCOL' || message === 'Greeting never received')
    return new PermanentError(`What answers at ${door} does not speak SMTP (${message})`, {
      code: 'no_smtp_door',
      hint: 'Name the door with --host and --port (TRIBUTARY_SMTP_PORT).',
      cause: error,
    });
  if (code === 'ECONNECTION' || code === 'ESOCKET' || code === 'ETIMEDOUT')
    return new RetriableError(`The door at ${door} answered and then broke off before it took the mail (${message})`, {
      code: 'door_broke_off',
      hint: 'Was the product stopped meanwhile? Without a 250 the mail may be lost: send it again once the door is back.',
      cause: error,
    });
  return error;
}
