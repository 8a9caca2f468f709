import { Button, CopyText, TextField, Explained, explainProblem, Notice, useDoing } from '#page-kit';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import css from './first-run.module.css';
import { NO_SERVER, readServer, ServerFields } from './server-fields.js';
import { TestedSteps } from './tested-steps.js';

/** Every mailbox has it, by this name (RFC 9051). */
const USUAL_FOLDER = 'INBOX';

/** A mailbox as it would be configured, tried step by step; then the lines that go into the configuration. */
export function TryInbox({ address }: { readonly address: string }) {
  const { t } = useTranslation('firstRun');
  const { t: kit } = useTranslation('kit');
  const [imap, setImap] = useState({ ...NO_SERVER, port: '993' });
  const [smtp, setSmtp] = useState({ ...NO_SERVER, port: '465' });
  const test = useDoing('POST /inbox-tests', { tellsFailure: true });
  const problem = test.error ? explainProblem(test.error, kit) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { user, password, folder } = imap;
    test.mutate({
      body: {
        channel: 'email',
        imap: { ...readServer(imap), user, password, folder: folder || USUAL_FOLDER },
        // The outgoing server takes the same login, as almost everywhere.
        ...(smtp.host === '' ? {} : { smtp: { ...readServer(smtp), user, password } }),
      },
    });
  };
  return (
    <form className={css['form']} onSubmit={submit}>
      <ServerFields part="imap" value={imap} onChange={setImap} />
      <div className={css['pair']}>
        <TextField
          label={t('inbox.user')}
          required
          autoComplete="off"
          value={imap.user}
          onChange={(event) => setImap({ ...imap, user: event.target.value })}
        />
        <TextField
          label={t('inbox.password')}
          hint={t('inbox.passwordHint')}
          type="password"
          required
          autoComplete="off"
          value={imap.password}
          onChange={(event) => setImap({ ...imap, password: event.target.value })}
        />
        <TextField
          label={t('inbox.folder')}
          placeholder={USUAL_FOLDER}
          value={imap.folder}
          onChange={(event) => setImap({ ...imap, folder: event.target.value })}
        />
      </div>
      <ServerFields part="smtp" value={smtp} onChange={setSmtp} />
      <div>
        <Button look="primary" type="submit" busy={test.isPending}>
          {t('inbox.test')}
        </Button>
      </div>
      <div aria-live="polite" className={css['form']}>
        {problem && (
          <Notice tone="bad">
            <Explained {...problem} />
          </Notice>
        )}
        {test.data && <TestedSteps of={test.data} />}
      </div>
      {test.data?.ok && (
        <>
          <p>{t('inbox.configure')}</p>
          <CopyText label={t('inbox.lines')} text={writeLines(address, imap, smtp.host === '' ? null : smtp)} />
        </>
      )}
      <p className="quiet small">{t('inbox.door')}</p>
    </form>
  );
}

type Given = typeof NO_SERVER;

/** The password is left to be filled in: it has no place on a screen or in a clipboard. */
function writeLines(address: string, imap: Given, smtp: Given | null): string {
  const flags = imap.security === 'tls' ? '' : ', tls: false';
  const folder = imap.folder === '' ? '' : `, folders: [${JSON.stringify(imap.folder)}]`;
  const user = imap.user.includes('@') ? imap.user : address;
  return [
    ...['inboxes:', '  - id: support', '    channel: email', `    address: ${user}`],
    `    imap: { host: ${imap.host}, port: ${imap.port}, user: ${JSON.stringify(imap.user)}, password: "…"${flags}${folder} }`,
    ...(smtp === null
      ? []
      : [
          `    smtp: { url: '${smtp.security === 'tls' ? 'smtps' : 'smtp'}://${encodeURIComponent(imap.user)}:…@${smtp.host}:${smtp.port}' }`,
        ]),
  ].join('\n');
}
