/** A customer with a ticket: what an attacker may have picked up of it. */
export interface Victim {
  readonly address: string;
  readonly number: string;
  /** Of the customer's first mail. */
  readonly messageId: string;
  /** Of a mail of the desk's to him. */
  readonly deskMessageId: string;
  /** Plus part of the desk's Reply-To. */
  readonly token: string;
  /** Made by the desk itself, long ago. */
  readonly expiredToken: string;
}

export interface Attack {
  readonly name: string;
  readonly mailFrom: string;
  readonly mail: string;
  readonly to?: string;
  /** Words that `flags.doubts` must have among them; none: its checks say in words why its sender is not proven. */
  readonly doubt?: string;
  /** Knows what only the customer could know, and his domain publishes nothing: joins, as a claim. */
  readonly mayJoin?: boolean;
}

export const DESK = 'support@example.com';
export const AGENT = 'boss@agents.test';
const STRANGER = 'eve@evil.test';

let made = 0;

function mail(headers: Record<string, string | readonly string[]>, body = 'Please tell me all about it.'): { mail: string } {
  made += 1;
  const all = {
    To: DESK,
    Subject: 'A question',
    'Message-ID': `<attack-${made}@evil.test>`,
    Date: 'Sat, 28 Nov 2026 10:00:00 +0000',
    ...headers,
  };
  const lines = Object.entries(all).flatMap(([name, value]) => [value].flat().map((each) => `${name}: ${each}`));
  return { mail: [...lines, '', body, ''].join('\r\n') };
}

/** Ways of naming somebody else's ticket. */
function hintsAt(
  victim: Victim,
  foreignToken: string,
): readonly { readonly hint: string; readonly headers: Record<string, string>; readonly to?: string; readonly doubt?: string }[] {
  const plus = (token: string) => DESK.replace('@', `+t.${token}@`);
  return [
    { hint: 'nothing', headers: {} },
    { hint: 'the number', headers: { Subject: `Re: your order 【技术支持】${victim.number}` }, doubt: 'number_by_stranger' },
    { hint: 'an id of the desk', headers: { 'In-Reply-To': `<${victim.deskMessageId}>` }, doubt: 'reference_by_stranger' },
    { hint: 'an id of the customer', headers: { References: `<${victim.messageId}>` }, doubt: 'reference_by_stranger' },
    {
      hint: 'number and id',
      headers: { References: `<${victim.deskMessageId}>`, Subject: `Re: ${victim.number}` },
      doubt: 'reference_by_stranger',
    },
    { hint: 'the token', headers: {}, to: plus(victim.token), doubt: 'token_of_another' },
    { hint: 'a token of another desk', headers: {}, to: plus(foreignToken), doubt: 'token_forged' },
  ];
}

/** `foreignToken`: well made by another desk's key. */
export function identityAttacks(victims: { strict: Victim; soft: Victim; plain: Victim }, foreignToken: string): Attack[] {
  const { strict, soft, plain } = victims;
  return [
    ...forgedCustomers({ strict, soft, plain }, foreignToken),
    ...forgedStaff(strict, foreignToken),
    ...strangers(strict, foreignToken),
    ...strangers(soft, foreignToken),
    ...strangers(plain, foreignToken),
    ...expiredTokens(strict),
    ...brokenTokens(strict),
    ...guessedNumbers(strict),
    ...foreignResults(strict),
    ...tricksWithNames(strict),
    ...smuggled(strict),
  ];
}

function forgedCustomers(victims: Record<string, Victim>, foreignToken: string): Attack[] {
  return Object.entries(victims).flatMap(([kind, victim]) =>
    hintsAt(victim, foreignToken).flatMap(({ hint, headers, to }): Attack[] =>
      [STRANGER, victim.address, ''].map((mailFrom) => ({
        name: `From of a ${kind} customer, envelope ${mailFrom || 'empty'}, with ${hint}`,
        mailFrom,
        ...mail({ From: `Customer <${victim.address}>`, ...headers }),
        ...(to === undefined ? {} : { to }),
        ...(kind === 'strict' || (kind === 'soft' && mailFrom === victim.address) ? { doubt: 'checks_failed' } : {}),
        mayJoin: true,
      })),
    ),
  );
}

function forgedStaff(victim: Victim, foreignToken: string): Attack[] {
  return hintsAt(victim, foreignToken).flatMap(({ hint, headers, to }): Attack[] => [
    {
      name: `From of an agent, with ${hint}`,
      mailFrom: STRANGER,
      ...mail({ From: `Boss <${AGENT}>`, ...headers }),
      ...(to ? { to } : {}),
      doubt: 'agent_address_unproven',
    },
    {
      name: `From of the desk, with ${hint}`,
      mailFrom: STRANGER,
      ...mail({ From: `Support <${DESK}>`, ...headers }),
      ...(to ? { to } : {}),
      doubt: 'desk_address_unproven',
    },
  ]);
}

function strangers(victim: Victim, foreignToken: string): Attack[] {
  return hintsAt(victim, foreignToken).flatMap(({ hint, headers, to, doubt }): Attack[] =>
    ['nobody@unknown.test', 'copied@evil.test', 'eve@sub.evil.test'].map((from) => ({
      name: `${from}, a stranger, with ${hint}`,
      mailFrom: from,
      ...mail({ From: from, ...headers }),
      ...(to === undefined ? {} : { to }),
      ...(doubt === undefined ? {} : { doubt }),
    })),
  );
}

function brokenTokens(victim: Victim): Attack[] {
  const letters = 'abcdefghijklmnopqrstuvwxyz234567';
  const changed = [...victim.token].map((letter, at) => {
    const other = letters[(letters.indexOf(letter) + 1 + (at % 30)) % 32]!;
    return victim.token.slice(0, at) + other + victim.token.slice(at + 1);
  });
  return changed.map((token, at) => ({
    name: `a token with its character ${at} changed`,
    mailFrom: STRANGER,
    to: DESK.replace('@', `+t.${token}@`),
    ...mail({ From: `Customer <${victim.address}>` }),
    doubt: 'token_forged',
  }));
}

function expiredTokens({ address, expiredToken }: Victim): Attack[] {
  return [STRANGER, address, 'nobody@unknown.test'].map((from) => ({
    name: `an expired token, from ${from}`,
    mailFrom: STRANGER,
    to: DESK.replace('@', `+t.${expiredToken}@`),
    ...mail({ From: from }),
    doubt: 'token_expired',
  }));
}

function guessedNumbers(victim: Victim): Attack[] {
  const [, head, running] = /^(.*-)(\d+)$/.exec(victim.number)!;
  return Array.from({ length: 15 }, (_, at) => ({
    name: `a guessed number, ${at + 500} further`,
    mailFrom: STRANGER,
    ...mail({
      From: `Customer <${victim.address}>`,
      Subject: `Re: 【技术支持】${head}${String(Number(running) + 500 + at).padStart(running!.length, '0')}`,
    }),
    doubt: at % 2 === 0 ? 'number_unknown' : 'checks_failed',
  }));
}

function foreignResults(victim: Victim): Attack[] {
  const pass = `dmarc=pass header.from=${victim.address.split('@')[1]}; dkim=pass header.d=${victim.address.split('@')[1]}; spf=pass smtp.mailfrom=${victim.address}`;
  const fields: Record<string, string>[] = [
    { 'Authentication-Results': `example.com; ${pass}` },
    { 'Authentication-Results': `mx.google.com; ${pass}` },
    { 'Authentication-Results': `localhost; ${pass}` },
    { 'Authentication-Results': pass },
    { 'ARC-Authentication-Results': `i=1; mx.google.com; ${pass}` },
    { 'Received-SPF': 'pass' },
    { 'X-Spam-Status': 'No', 'X-Verified': 'yes' },
    { 'DKIM-Signature': `v=1; a=rsa-sha256; d=${victim.address.split('@')[1]}; s=s1; h=from; bh=AAAA; b=AAAA` },
  ];
  return fields.map((headers) => ({
    name: `a header that says all is well: ${Object.keys(headers)[0]} ${Object.values(headers)[0]!.slice(0, 30)}`,
    mailFrom: STRANGER,
    ...mail({ From: victim.address, Subject: `Re: ${victim.number}`, ...headers }),
    doubt: 'checks_failed',
  }));
}

function tricksWithNames(victim: Victim): Attack[] {
  const b64 = (text: string) => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
  const attacks: [string, Record<string, string | readonly string[]>, string][] = [
    ['the address of the customer as a name', { From: `"${victim.address}" <${STRANGER}>` }, 'name_shows_other_address'],
    ['the same, encoded', { From: `${b64(victim.address)} <${STRANGER}>` }, 'name_shows_other_address'],
    ['the same, in full-width letters', { From: `${b64(victim.address.replace('@', '＠'))} <${STRANGER}>` }, 'name_shows_other_address'],
    ['an agent as a name', { From: `"Boss ${AGENT}" <${STRANGER}>` }, 'name_shows_other_address'],
    ['two From fields', { From: [victim.address, STRANGER] }, 'several_senders'],
    ['two From fields, the other way round', { From: [STRANGER, victim.address] }, 'several_senders'],
    ['two addresses in From', { From: `${victim.address}, ${STRANGER}` }, 'several_senders'],
    ['a group in From', { From: `team: ${victim.address}, ${STRANGER};` }, 'several_senders'],
    ['two subjects', { From: STRANGER, Subject: ['A', `Re: ${victim.number}`] }, 'repeated_field'],
    ['two Message-IDs', { From: STRANGER, 'Message-ID': ['<a-1@evil.test>', `<${victim.messageId}>`] }, 'repeated_field'],
    ['a line break in the name', { From: `${b64('Eve\r\nBcc: all@evil.test')} <${STRANGER}>` }, 'line_break_in_header'],
    [
      'a line break in the subject',
      { From: STRANGER, Subject: b64('Hello\r\nBcc: all@evil.test\r\n\r\nnew body') },
      'line_break_in_header',
    ],
    ['the same as quoted-printable', { From: STRANGER, Subject: '=?utf-8?Q?Hello=0D=0ABcc:_all@evil.test?=' }, 'line_break_in_header'],
    ['a bare LF in the subject', { From: STRANGER, Subject: '=?utf-8?Q?Hello=0ABcc:_all@evil.test?=' }, 'line_break_in_header'],
    ['a NUL in the subject', { From: STRANGER, Subject: '=?utf-8?Q?Hello=00?=' }, 'line_break_in_header'],
    ['a line break in Reply-To', { From: STRANGER, 'Reply-To': `${b64('x\r\nBcc: all@evil.test')} <${STRANGER}>` }, 'line_break_in_header'],
  ];
  const named = attacks.map(([name, headers, doubt]): Attack => ({ name, mailFrom: STRANGER, ...mail(headers), doubt }));
  const files = ['=?utf-8?Q?a=0D=0ABcc:_all@evil.test?=', 'a%0D%0ABcc: all@evil.test', '../../etc/passwd', 'a.txt\\" onload=x'].map(
    (file): Attack => {
      const attachment = `--b\r\nContent-Type: text/plain; name="${file}"\r\nContent-Disposition: attachment; filename="${file}"\r\n\r\nx\r\n--b--`;
      const composed = mail(
        { From: `Customer <${victim.address}>`, 'MIME-Version': '1.0', 'Content-Type': 'multipart/mixed; boundary=b' },
        attachment,
      );
      return { name: `a file name ${JSON.stringify(file)}`, mailFrom: STRANGER, ...composed, doubt: 'checks_failed' };
    },
  );
  const elsewhere = [STRANGER, `${victim.address}, ${STRANGER}`, 'eve@evil.test'].map((replyTo): Attack => ({
    name: `Reply-To ${replyTo}`,
    mailFrom: STRANGER,
    ...mail({ From: `Customer <${victim.address}>`, 'Reply-To': replyTo, 'In-Reply-To': `<${victim.deskMessageId}>` }),
    doubt: 'checks_failed',
    mayJoin: true,
  }));
  return [...named, ...files, ...elsewhere];
}

/** What a careless server takes for the end of a mail, and the beginning of one in the customer's name. */
function smuggled(victim: Victim): Attack[] {
  const second = `MAIL FROM:<${victim.address}>\r\nRCPT TO:<${DESK}>\r\nDATA\r\nFrom: ${victim.address}\r\nSubject: ${victim.number}\r\nMessage-ID: <smuggled@evil.test>\r\n\r\nsmuggled`;
  return ['\n.\n', '\n.\r\n', '\r\n.\n'].flatMap((end) =>
    ['first words', ''].map((words) => ({
      name: `a second mail behind ${JSON.stringify(end)} after ${words ? 'words' : 'nothing'}`,
      mailFrom: STRANGER,
      ...mail({ From: STRANGER }, `${words}${end}${second}`),
      doubt: 'smtp_command_in_body',
    })),
  );
}
