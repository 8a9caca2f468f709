import { lookup as lookUp, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.js';

/** Where requests of ours may go, whoever named the address. */
export interface AskingRules {
  /** `host:port` that may be asked though their addresses are private or their ports unusual. */
  readonly privateHosts: ReadonlySet<string>;
  /** Other ports than the scheme's own that may be asked. */
  readonly allowsPort?: (port: number) => boolean;
  /** Addresses of a name; the system's resolver unless a test has its own. */
  readonly resolve?: (name: string) => Promise<readonly LookupAddress[]>;
}

export interface AskedAddress {
  readonly secure: boolean;
  readonly host: string;
  readonly port: number;
  /** The desk's own configuration names it. */
  readonly isTrusted: boolean;
}

type Refuse = (reason: string) => Error;

/** Looks at an address before anything is sent; what it names may still be refused when it is looked up (`toLookup`). */
export function examineAddress(url: URL, { privateHosts, allowsPort }: AskingRules, refused: Refuse): AskedAddress {
  const secure = url.protocol === 'https:';
  if (!secure && url.protocol !== 'http:') throw refused(`${url.protocol} is not asked`);
  if (url.username !== '' || url.password !== '') throw refused('it wants a login');
  const usual = secure ? 443 : 80;
  const port = url.port === '' ? usual : Number(url.port);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isTrusted = privateHosts.has(`${url.hostname}:${port}`);
  if (!isTrusted && port !== usual && allowsPort?.(port) !== true) throw refused(`port ${port} is not asked`);
  if (!isTrusted && isIP(host) !== 0 && !isPublicAddress(host)) throw refused(`${host} is not on the internet`);
  return { secure, host, port, isTrusted };
}

/** Gives the socket only addresses that were looked at, so that no second look-up can give others. */
export function toLookup({ resolve = resolveName }: AskingRules, isTrusted: boolean, refused: Refuse): LookupFunction {
  return (name, { all }, done) => {
    resolve(name).then(
      (found) => {
        const addresses = found.filter(({ address }) => isTrusted || isPublicAddress(address));
        const [first] = addresses;
        if (first === undefined) done(refused(`${name} is not on the internet`), []);
        else if (all) done(null, addresses);
        else done(null, first.address, first.family);
      },
      (error: Error) => done(error, []),
    );
  };
}

function resolveName(name: string): Promise<LookupAddress[]> {
  return new Promise((done, fail) => {
    lookUp(name, { all: true }, (error, addresses) => (error === null ? done(addresses) : fail(error)));
  });
}
