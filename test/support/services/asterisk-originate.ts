import { connect } from 'node:net';

interface Access {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

/** Makes somebody call, by the manager interface. Resolves when the call was placed, or rejects with what was said against it. */
export async function originate(
  access: Access,
  { line, caller, patienceS }: { line: string; caller: string; patienceS: number },
): Promise<void> {
  const answer = await act(access, [
    'Action: Originate',
    'ActionID: call',
    `Channel: Local/${line}@cust/n`,
    'Context: src',
    'Exten: s',
    'Priority: 1',
    `Variable: __CALLER=${caller},__PATIENCE=${patienceS}`,
    'Async: true',
    // Until the line is answered; a ringing one may take its time.
    'Timeout: 60000',
  ]);
  if (!/ActionID: call\r\n(?:.*\r\n)*?/.test(answer) || !/Response: Success\r\nActionID: call/.test(answer))
    throw new Error(`Asterisk will not call: ${answer}`);
}

/** As the agent's phone does it with its transfer key, without asking the colleague first. */
export async function handOver(access: Access, { from, to }: { from: string; to: string }): Promise<void> {
  const channels = await act(access, ['Action: Command', 'ActionID: call', 'Command: core show channels concise']);
  const channel = new RegExp(`Local/${from}@agents-[^!]*;1`).exec(channels)?.[0];
  const answer = await act(access, [
    ...['Action: BlindTransfer', 'ActionID: call', `Channel: ${channel ?? 'none'}`, 'Context: further', `Exten: ${to}`],
  ]);
  if (!answer.includes('Response: Success\r\nActionID: call')) throw new Error(`Asterisk will not hand over: ${answer}\n${channels}`);
}

/** Before it is fully booted it takes logins, and calls nobody. */
export async function isBooted(access: Access): Promise<boolean> {
  const answer = await act(access, ['Action: Command', 'ActionID: call', 'Command: core waitfullybooted']).catch(() => '');
  return answer.includes('fully booted');
}

function act({ host, port, user, password }: Access, lines: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    let heard = '';
    socket.setEncoding('utf8');
    socket.setTimeout(5_000, () => socket.destroy(new Error('Asterisk says nothing')));
    socket.on('connect', () => {
      socket.write(`Action: Login\r\nUsername: ${user}\r\nSecret: ${password}\r\nEvents: off\r\n\r\n`);
      socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    });
    socket.on('data', (text: string) => {
      heard += text;
      if (/ActionID: call\r\n[\s\S]*?\r\n\r\n/.test(heard)) socket.end();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(heard));
  });
}
