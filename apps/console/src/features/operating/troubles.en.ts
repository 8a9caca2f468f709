import type { TroubleCode } from '#contracts/codes';

interface Trouble {
  /** What is so; empty: nothing beside what another reason says. */
  readonly what: string;
  /** What to do about it; empty: nothing. */
  readonly todo: string;
}

const ID_AND_SECRET = 'Check id and secret of this inbox against the console of the platform.';

/** Why an inbox is as it is, by the codes that its connector tells. */
export const troubles = {
  acceptance_full: { what: 'Too many messages already wait for the log.', todo: 'It goes on by itself as soon as the log takes them.' },
  ami_away: { what: 'The telephone exchange does not answer: {{said}}', todo: 'It is tried again by itself.' },
  answer_late: { what: 'The inbox did not answer in time.', todo: 'Try again later.' },
  being_asked: { what: 'The remote is being asked already.', todo: 'It goes on by itself.' },
  cannot_list: { what: 'The connector of this inbox cannot say what its channel holds.', todo: '' },
  connector_claimed_twice: { what: 'Two connectors have the same name: {{said}}', todo: 'Remove one of them.' },
  event_invalid: { what: 'The connector sent something that breaks the contract: {{said}}', todo: 'Tell whoever makes the connector.' },
  event_too_large: { what: 'A message is too large for the log: {{said}}', todo: 'Tell whoever makes the connector.' },
  held_elsewhere: { what: 'Another process counts the alarms of this inbox.', todo: 'It goes on by itself.' },
  inbox_not_running: { what: 'The inbox does not run.', todo: 'Start it first.' },
  inbox_unknown: { what: 'There is no such inbox in this process.', todo: '' },
  log_append_failed: { what: 'The log did not take a message.', todo: 'It is tried again by itself.' },
  log_unavailable: { what: 'The log is away.', todo: 'It is tried again by itself.' },
  not_told: { what: 'The answer of the inbox could not be put onto the log.', todo: 'Try again later.' },
  puppet_unavailable: { what: 'The puppet service is away: {{said}}', todo: 'It is tried again by itself.' },
  starting: { what: 'The inboxes are being started.', todo: 'It goes on by itself.' },
  state_too_large: { what: 'What the connector keeps is too large: {{said}}', todo: 'Tell whoever makes the connector.' },
  fault: { what: '{{said}}', todo: 'Look at the log of this process.' },
  goes_on: { what: '', todo: 'It is tried again by itself.' },
  inbox_gone: { what: 'The inbox no longer exists.', todo: '' },
  inbox_stopped_by_hand: { what: 'It was stopped by {{by}}: {{why}}', todo: 'Start it again when the reason is gone.' },
  inbox_off: { what: 'The inbox is switched off.', todo: 'Set “enabled: true” to start it.' },
  inbox_removed: { what: 'The inbox was removed from the configuration.', todo: '' },
  inbox_settings_invalid: { what: 'The settings are wrong: {{list}}', todo: 'Correct the entry with “id: {{inboxId}}” under “inboxes”.' },
  provider_unknown: {
    what: 'There is no connector “{{named}}” for it.',
    todo: 'Set “provider” to one of the channel {{channel}}: {{known}}.',
  },
  restarts: { what: '', todo: 'It is started again by itself.' },
  answers_wait: { what: 'Answers wait.', todo: '' },
  imap_down: {
    what: 'No link to the folder {{folder}} at {{host}}: {{said}}',
    todo: 'It connects again by itself; check host and port if it stays.',
  },
  imap_follows: { what: '{{folders}} of {{user}} at {{host}}', todo: '' },
  imap_folder_missing: { what: 'There is no folder {{folder}} at {{host}}.', todo: 'Correct the folders under imap of the inbox.' },
  imap_login_refused: { what: '{{host}} refused the login of {{user}}: {{said}}', todo: '' },
  imap_session_ended: { what: 'The session of {{user}} at {{host}} ended; logging in again.', todo: '' },
  imap_waits_for_lease: { what: 'Another process still reads {{user}} at {{host}}; this one follows.', todo: '' },
  inboxes_starting: { what: 'Not all inboxes are started yet.', todo: 'It goes on by itself.' },
  inbox_stopped: { what: 'Mail for another inbox waits, for that one does not run.', todo: 'It goes on by itself.' },
  login_aliyun: {
    what: '',
    todo: 'Aliyun Mail wants a password for clients where its administrator demands one. Put it in as the password, save the inbox.',
  },
  login_exmail: {
    what: '',
    todo: 'Tencent Exmail wants a client password: in its web mail, Settings → Clients, switch IMAP/SMTP on and make one. Put it in as the password, save the inbox.',
  },
  login_gmail: {
    what: '',
    todo: 'Gmail wants an app password (16 letters, with two-step verification), or oauth of the inbox with provider google. Put it in, save the inbox.',
  },
  login_icloud: {
    what: '',
    todo: 'iCloud wants an app-specific password (account.apple.com → Sign-In and Security). Put it in as the password, save the inbox.',
  },
  login_microsoft: { what: '', todo: 'Microsoft takes no passwords here any more: set oauth of the inbox with provider microsoft.' },
  login_netease: {
    what: '',
    todo: 'NetEase Mail wants an authorisation code: in its web mail, Settings → POP3/SMTP/IMAP, switch IMAP/SMTP on and make one. Put it in as the password, save the inbox.',
  },
  login_other: { what: '', todo: 'Set the right user and password, then save the inbox.' },
  login_qq: {
    what: '',
    todo: 'QQ Mail wants an authorisation code: in its web mail, Settings → Account, switch IMAP/SMTP on and make one. Put it in as the password, save the inbox.',
  },
  login_token: {
    what: '',
    todo: 'The provider gave a token and the server refused it: check that the account that signed in may open this mailbox (a shared one: with full access), that IMAP and SMTP are switched on for it, and the scopes of the app.',
  },
  login_yahoo: { what: '', todo: 'Yahoo wants an app password (account security → generate app password). Put it in, save the inbox.' },
  no_sent_folder: {
    what: 'The server marks no folder as sent mail.',
    todo: 'Name it in imap.sentFolder of the inbox, e.g. “sentFolder: Sent Items”.',
  },
  oauth_grant_refused: { what: 'The provider refused a token: {{said}}', todo: 'Read its words, mend oauth of the inbox, save it.' },
  oauth_unavailable: {
    what: 'The provider gives no token: {{said}}',
    todo: 'It asks again by itself; check that this machine reaches the token endpoint if it stays.',
  },
  outgoing_login_refused: {
    what: 'The outgoing mail server refuses our login since {{since}}: {{said}}',
    todo: 'Correct user and password of the outgoing server: smtp.url of the inbox, or TRIBUTARY_SMTP_OUT. We look again at {{next}}; answers wait and then go out by themselves.',
  },
  outgoing_not_configured: {
    what: 'No outgoing mail server is configured: answers wait.',
    todo: 'Set TRIBUTARY_SMTP_OUT=smtp://user:password@host:port, or smtp.url of the inbox; waiting answers then go out by themselves.',
  },
  outgoing_waits: {
    what: 'The outgoing mail server lets us wait since {{since}}: {{said}}',
    todo: 'We look again at {{next}}; answers wait and then go out by themselves.',
  },
  parser_unavailable: { what: 'The mail parsers are stopped or cannot be started.', todo: 'See the log for why.' },
  port_taken: { what: 'The port is taken by another process: {{said}}', todo: 'Set it to a free one, or end the other process.' },
  sent_folder_twice: { what: 'One folder is read as incoming mail and as sent mail.', todo: 'Take it out of imap.folders of the inbox.' },
  smtp_door: { what: 'takes mail at the SMTP door', todo: '' },
  tls_file_unreadable: { what: 'A certificate cannot be read: {{said}}', todo: 'Name an existing PEM file.' },
  ami_down: {
    what: 'No link to the manager interface of {{place}}: {{said}}',
    todo: 'Is Asterisk up, and its manager interface reachable from here? It is tried again.',
  },
  ami_follows: { what: 'manager interface of {{place}}', todo: '' },
  ami_refused: {
    what: 'The manager interface refuses us: {{said}}',
    todo: 'Set user and password as in manager.conf, and permit this machine there; read needs call, cdr and agent.',
  },
  call_records_http: { what: 'takes call records by HTTP', todo: '' },
  csv_follows: { what: 'follows {{path}}', todo: '' },
  csv_unreadable: { what: '{{path}}: {{said}}', todo: 'The file must be readable for this process; it is tried again.' },
  csv_waits: { what: 'waits for {{path}}, which is not there yet', todo: '' },
  form_door: { what: 'takes what is posted to {{path}}', todo: '' },
  sends_only: { what: 'sends only', todo: '' },
  visitors_own_pages: { what: 'takes visitors at {{path}}, of our own pages only', todo: '' },
  visitors_sites: { what: 'takes visitors at {{path}}, of {{sites}} sites', todo: '' },
  callbacks_given_up: {
    what: 'The platform gave up {{count}} callbacks between {{from}} and {{until}}; {{rescued}} of them were stored late.',
    todo: 'Read the gap in its ticket; what was not stored late stands in the message list of the account.',
  },
  callbacks_waiting: {
    what: '{{count}} callbacks of the platform could not be stored yet.',
    todo: 'The platform tries three times within 15 s: look at the database and the log of events now.',
  },
  kf_away: { what: 'Nothing was fetched since {{since}}, {{hours}} h ago; WeCom keeps messages for 72 h.', todo: '' },
  kf_fetching: { what: 'Fetching what was missed.', todo: '' },
  kf_loses: { what: '', todo: 'Get this inbox working within {{hours}} h: from {{at}} on messages are lost.' },
  kf_lost: { what: '', todo: 'Messages were lost: the inbox shows from when to when. Ask customers who wrote then to write again.' },
  library_missing: {
    what: 'An inbox of a personal WeChat account needs the package wechaty-grpc, which is not installed.',
    todo: 'Install it beside the product (npm install wechaty-grpc@1.5.2, or npm ci without --omit=optional), then start again.',
  },
  platform_no_answer: { what: 'The platform gave no answer: {{said}}', todo: 'It is tried again by itself.' },
  platform_unreachable: {
    what: 'The platform cannot be reached: {{said}}',
    todo: 'It is tried again by itself; check that this machine reaches the platform if it stays.',
  },
  puppet_connecting: { what: 'connecting to the puppet service at {{endpoint}}', todo: '' },
  puppet_down: {
    what: 'The link to the puppet service at {{endpoint}} is down: {{said}}',
    todo: 'Look whether the service runs and speaks TLS as the settings say. We try again by ourselves; what comes meanwhile is told as a gap.',
  },
  puppet_logged_in: { what: 'logged in as {{who}}; what comes while the link is down is kept by nobody, and told as a gap', todo: '' },
  puppet_logged_out: {
    what: 'The account was logged out; answers wait. {{said}}',
    todo: 'Log it in again by the code of the puppet service: it appears here as soon as the service asks for it.',
  },
  puppet_no_account: {
    what: 'The puppet service at {{endpoint}} runs, no account is logged in yet.',
    todo: 'Its code for the login appears here; if none comes, look at the log of the puppet service.',
  },
  puppet_scan_cancelled: { what: 'The login was cancelled on the phone.', todo: '' },
  puppet_scan_confirmed: { what: 'The login was confirmed on the phone.', todo: '' },
  puppet_scan_scanned: { what: 'The login code was scanned; the phone must confirm.', todo: '' },
  puppet_scan_timeout: { what: 'The login code has run out, a new one follows.', todo: '' },
  puppet_scan_unknown: { what: 'It waits for the login.', todo: '' },
  puppet_scan_waiting: { what: 'It waits for its login code to be scanned.', todo: '' },
  puppet_shows_code: { what: '', todo: 'Show this address as a QR code and scan it with the WeChat app of the account: {{code}}' },
  puppet_taken: {
    what: 'Another program reads the events of the puppet service at {{endpoint}}; it gives them to one only.',
    todo: 'Stop the other program, or start a service with a token of its own for it. We try again by ourselves.',
  },
  puppet_token_refused: {
    what: 'The puppet service at {{endpoint}} refuses the token: {{said}}',
    todo: 'Put the token with which the service was started into the settings of this inbox.',
  },
  token_unavailable: { what: 'The platform gives no token: {{said}}', todo: 'It is tried again by itself.' },
  'wechat_-1': { what: 'The platform is busy.', todo: 'It goes on by itself as soon as the platform takes it.' },
  wechat_40001: { what: 'The platform does not take the secret. {{said}}', todo: ID_AND_SECRET },
  wechat_40013: { what: 'The platform does not know the id of the account. {{said}}', todo: ID_AND_SECRET },
  wechat_40056: { what: 'The platform does not know the app. {{said}}', todo: 'Correct “agentId” of the inbox.' },
  wechat_40125: { what: 'The secret is wrong. {{said}}', todo: ID_AND_SECRET },
  wechat_40164: {
    what: 'This machine is not on the list of allowed addresses. {{said}}',
    todo: 'Put its public address on the IP whitelist of the account.',
  },
  wechat_41002: { what: 'The id of the account is missing. {{said}}', todo: ID_AND_SECRET },
  wechat_41004: { what: 'The secret is missing. {{said}}', todo: ID_AND_SECRET },
  wechat_42001: { what: 'The access token has expired.', todo: 'It goes on by itself.' },
  wechat_45009: {
    what: 'The calls of the day are used up.',
    todo: 'It goes on by itself. The count can be set back once a day in the console of the platform.',
  },
  wechat_45011: { what: 'Too many calls in a minute.', todo: 'It goes on by itself.' },
  wechat_48001: {
    what: 'The account has no right to call this. {{said}}',
    todo: 'Only certified accounts have it: certify the account, or ask for the permission in its console.',
  },
  wechat_48002: {
    what: 'The app may not call this API. {{said}}',
    todo: 'WeCom admin console → WeChat customer service → API: let this app manage the account; then check “openKfId” and “secret” of the inbox.',
  },
  wechat_48004: {
    what: 'The platform has banned this interface for the account. {{said}}',
    todo: 'Read the notice in the console of the account and appeal there.',
  },
  wechat_50001: { what: 'The account has no right to call this. {{said}}', todo: 'Ask for the permission in the console of the platform.' },
  wechat_60020: {
    what: 'This machine is not on the list of trusted addresses. {{said}}',
    todo: 'Put its public address on the trusted IPs of the application.',
  },
  wechat_95000: {
    what: 'There is no such service account. {{said}}',
    todo: 'Check “openKfId” of this inbox, and that the app may manage it.',
  },
  wechat_95004: {
    what: 'There is no such service account. {{said}}',
    todo: 'Check “openKfId” of this inbox, and that the app may manage it.',
  },
  wechat_95011: {
    what: 'The service account may not be managed by interface. {{said}}',
    todo: 'Let the application manage it, in the console of WeChat customer service.',
  },
  wechat_95012: { what: 'The interface of WeChat customer service is not switched on. {{said}}', todo: 'Switch it on in its console.' },
  wechat_95017: { what: 'The service was switched off in WeChat customer service. {{said}}', todo: 'Switch it on in its console.' },
} satisfies Record<TroubleCode, Trouble>;
