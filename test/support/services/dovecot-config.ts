import { spawnSync } from 'node:child_process';
import { chmod, chown, mkdir, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';

export interface DovecotUser {
  /** Login and address. */
  readonly name: string;
  readonly password: string;
}

/** Dovecot refuses mailboxes of root: uid and gid of Debian's user `mail`. */
const MAIL_OWNER = { uid: 8, gid: 8 };

/** Lays out config, users and mailboxes. Returns who must own delivered files, when that is not ourselves. */
export async function writeDovecotConfig(options: {
  folder: string;
  imapPort: number;
  lmtpPort: number;
  users: readonly DovecotUser[];
  tokenInfoUrl?: string;
}): Promise<{ uid: number; gid: number } | undefined> {
  const { folder, users } = options;
  const me = userInfo();
  const owner = me.uid === 0 ? MAIL_OWNER : undefined;
  const { uid, gid } = owner ?? me;
  const lines = users.map(({ name, password }) => `${name}:{PLAIN}${password}:${uid}:${gid}::${folder}/home/${name}::\n`);
  await writeFile(join(folder, 'users'), lines.join(''), { mode: 0o644 });
  for (const directory of ['run', 'state']) await mkdir(join(folder, directory), { recursive: true });
  for (const { name } of users) {
    for (const leaf of ['new', 'cur', 'tmp']) {
      await mkdir(join(folder, 'home', name, 'Maildir', leaf), { recursive: true, mode: 0o755 });
    }
  }
  if (options.tokenInfoUrl !== undefined) await writeFile(join(folder, 'oauth2'), writeOAuth(options.tokenInfoUrl), { mode: 0o644 });
  if (owner) await takeOver(folder, users, owner);
  await writeFile(join(folder, 'dovecot.conf'), writeConfig(options, owner === undefined ? me.username : undefined));
  return owner;
}

async function takeOver(folder: string, users: readonly DovecotUser[], owner: { uid: number; gid: number }): Promise<void> {
  const homes = users.flatMap(({ name }) => {
    const home = join(folder, 'home', name);
    return [home, ...['', 'new', 'cur', 'tmp'].map((leaf) => join(home, 'Maildir', leaf))];
  });
  for (const path of [join(folder, 'home'), ...homes]) {
    await chown(path, owner.uid, owner.gid);
    await chmod(path, 0o755);
  }
}

/** Dovecot asks there about every token; the answer names whose it is. */
function writeOAuth(tokenInfoUrl: string): string {
  return [
    `tokeninfo_url = ${tokenInfoUrl}`,
    'introspection_mode = get',
    'username_attribute = email',
    'active_attribute = active',
    'active_value = true',
    '',
  ].join('\n');
}

function writeConfig(
  { folder, imapPort, lmtpPort, tokenInfoUrl }: { folder: string; imapPort: number; lmtpPort: number; tokenInfoUrl?: string },
  as?: string,
): string {
  return `
base_dir = ${folder}/run
state_dir = ${folder}/state
instance_name = test-${imapPort}
log_path = ${folder}/log
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login${tokenInfoUrl === undefined ? '' : ' xoauth2 oauthbearer'}
imap_id_log = *
mail_location = maildir:~/Maildir
first_valid_uid = 8
first_valid_gid = 8
mail_max_userip_connections = 50
${as === undefined ? '' : writeRootless(as)}
${tokenInfoUrl === undefined ? '' : writeTokenLogin(folder)}
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u ${folder}/users
}
userdb {
  driver = passwd-file
  args = username_format=%u ${folder}/users
}
namespace inbox {
  inbox = yes
  mailbox Sent {
    special_use = \\Sent
    auto = subscribe
  }
}
service imap-login {
  inet_listener imap {
    port = ${imapPort}
  }
  inet_listener imaps {
    port = 0
  }
}
service lmtp {
  inet_listener lmtp {
    port = ${lmtpPort}
  }
}
`;
}

/** Logins by token, and none delayed because another one was refused: providers do not either. */
function writeTokenLogin(folder: string): string {
  return `
auth_failure_delay = 0
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = ${folder}/oauth2
}`;
}

/** Without root nobody can change user or root folder: everything runs as ourselves. */
function writeRootless(user: string): string {
  const group = spawnSync('id', ['-gn'], { encoding: 'utf8' }).stdout.trim();
  const services = ['anvil', 'imap-login', 'stats', 'auth', 'lmtp', 'imap'];
  return [
    `default_internal_user = ${user}`,
    `default_login_user = ${user}`,
    `default_internal_group = ${group}`,
    ...services.map((name) => `service ${name} {\n  chroot =\n}`),
  ].join('\n');
}
