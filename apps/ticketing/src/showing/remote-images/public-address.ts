import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** IANA's special-purpose registries (RFC 6890 and later): what is not another's server on the internet. */
const SPECIAL_V4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24'],
  ...['192.31.196.0/24', '192.52.193.0/24', '192.88.99.0/24', '192.168.0.0/16', '192.175.48.0/24', '198.18.0.0/15', '198.51.100.0/24'],
  // 168.63.129.16 answers for the platform inside Azure, 100.100.100.200 (above) inside Alibaba Cloud.
  ...['203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4', '168.63.129.16/32'],
];
/** Within 2000::/3, outside of which nothing is public: protocols, Teredo, documentation, 6to4 (which carries any IPv4 address). */
const SPECIAL_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'];

const special = new BlockList();
for (const net of SPECIAL_V4) special.addSubnet(net.split('/')[0]!, Number(net.split('/')[1]), 'ipv4');
for (const net of SPECIAL_V6) special.addSubnet(net.split('/')[0]!, Number(net.split('/')[1]), 'ipv6');
const global = new BlockList();
global.addSubnet('2000::', 3, 'ipv6');

/** Is this (an address, no name) a server that anybody on the internet could ask? */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !special.check(address, 'ipv4');
  return isIPv6(address) && !address.includes('%') && global.check(address, 'ipv6') && !special.check(address, 'ipv6');
}
