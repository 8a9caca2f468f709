import { cp, mkdir, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export const AMI_LOGIN = { user: 'desk', password: 'secret' } as const;

const MODULES = [
  ...[
    'pbx_config',
    'res_timing_timerfd',
    'res_timing_pthread',
    'bridge_simple',
    'bridge_holding',
    'bridge_builtin_features',
    'codec_ulaw',
    'format_pcm',
  ],
  ...[
    'app_dial',
    'app_queue',
    'app_verbose',
    'app_stack',
    'app_exec',
    'app_userevent',
    'app_cdr',
    'res_clioriginate',
    'res_musiconhold',
    'app_bridgewait',
  ],
  ...['func_callerid', 'func_cdr', 'func_channel', 'func_logic', 'func_strings', 'func_global', 'cdr_csv', 'cdr_manager', 'cel_manager'],
];

/** All of its folders below `folder`; nothing but the manager interface is reachable, and that from this machine alone. */
export async function writeAsteriskConfig({ root, folder, port }: { root: string; folder: string; port: number }): Promise<void> {
  const etc = join(folder, 'etc');
  // Without its folder the file of records is silently not written.
  for (const name of ['etc', 'lib', 'spool', 'run', 'log/cdr-csv', 'log/cdr-custom', 'log/cel-custom', 'agi', 'keys', 'data'])
    await mkdir(join(folder, name), { recursive: true });
  const modules = ['usr/lib/asterisk/modules', 'usr/lib/x86_64-linux-gnu/asterisk/modules']
    .map((path) => join(root, path))
    .find((path) => existsSync(path));
  const documentation = join(root, 'usr/share/asterisk/documentation');
  if (existsSync(documentation)) await cp(documentation, join(folder, 'data/documentation'), { recursive: true });
  const files: Record<string, string> = {
    '../asterisk.conf': `[directories]
astetcdir => ${etc}
astmoddir => ${modules}
astvarlibdir => ${join(folder, 'lib')}
astdbdir => ${join(folder, 'lib')}
astkeydir => ${join(folder, 'keys')}
astdatadir => ${join(folder, 'data')}
astagidir => ${join(folder, 'agi')}
astspooldir => ${join(folder, 'spool')}
astrundir => ${join(folder, 'run')}
astlogdir => ${join(folder, 'log')}
astsbindir => ${join(root, 'usr/sbin')}
[options]
systemname = desk
`,
    'modules.conf': `[modules]\nautoload=no\n${MODULES.map((name) => `load => ${name}.so\n`).join('')}`,
    'logger.conf': '[general]\nqueue_log_to_file = yes\n[logfiles]\nmessages => notice,warning,error\n',
    'cdr.conf':
      '[general]\nenable=yes\nunanswered=yes\ncongestion=yes\n[csv]\nusegmtime=yes\nloguniqueid=yes\nloguserfield=yes\nnewcdrcolumns=yes\naccountlogs=no\n',
    'cdr_manager.conf': '[general]\nenabled = yes\n[mappings]\nlinkedid => LinkedID\nsequence => Sequence\n',
    'manager.conf': `[general]\nenabled=yes\nport=${port}\nbindaddr=127.0.0.1\ntimestampevents=yes\n[${AMI_LOGIN.user}]\nsecret=${AMI_LOGIN.password}\nread=all\nwrite=all\n`,
    'queues.conf': `[general]\n${['answered', 'abandoned'].map((name, index) => `[${name}]\nstrategy=ringall\ntimeout=30\nmember => Local/${index === 0 ? 801 : 803}@agents/n\n`).join('')}`,
    'musiconhold.conf': '[default]\nmode=files\ndirectory=moh\n',
    'features.conf': '[general]\n',
    'ccss.conf': '[general]\n',
    'acl.conf': '',
    'udptl.conf': '[general]\n',
    'stasis.conf': '',
    'extensions.conf': DIALPLAN,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(etc, name), text);
}

const DIALPLAN = `[src]
exten => s,1,Answer()
 same => n,Wait(\${PATIENCE})
 same => n,Hangup()

[cust]
exten => _40X,1,Set(CALLERID(all)="WANG" <\${CALLER}>)
 same => n,Set(CDR(userfield)=ivr=3)
 same => n,Dial(Local/\${IF($["\${EXTEN}"="400"]?801:\${IF($["\${EXTEN}"="401"]?802:803)})}@agents/n,\${IF($["\${EXTEN}"="402"]?1:20)})
 same => n,Hangup()
exten => 410,1,Set(CALLERID(all)="WANG" <\${CALLER}>)
 same => n,Answer()
 same => n,Queue(answered,rt,,,30)
 same => n,Hangup()
exten => 411,1,Set(CALLERID(all)="WANG" <\${CALLER}>)
 same => n,Answer()
 same => n,Queue(abandoned,rt,,,30)
 same => n,Hangup()

[further]
exten => 804,1,Dial(Local/804@agents/n,20)
 same => n,Hangup()

[agents]
exten => 801,1,Ringing()
 same => n,Wait(1)
 same => n,Answer()
 same => n,Wait(2)
 same => n,Hangup()
exten => 802,1,Busy(5)
exten => 804,1,Ringing()
 same => n,Wait(2)
 same => n,Answer()
 same => n,Wait(2)
 same => n,Hangup()
exten => 803,1,Ringing()
 same => n,Wait(60)
 same => n,Hangup()
`;
