import { SelectField, TextField } from '#page-kit';
import { useTranslation } from 'react-i18next';
import css from './first-run.module.css';

const SECURITIES = ['tls', 'starttls', 'none'] as const;
type Security = (typeof SECURITIES)[number];

export const NO_SERVER = { host: '', port: '', security: 'tls' as Security, user: '', password: '', folder: '' };
type Given = typeof NO_SERVER;

/** Ports that servers have for each kind of sealing; changed with it as long as nobody typed another. */
const PORTS = { imap: { tls: '993', starttls: '143', none: '143' }, smtp: { tls: '465', starttls: '587', none: '25' } } as const;

export function readServer({ host, port, security }: Given) {
  return { host: host.trim(), port: Number(port), security };
}

export function ServerFields({
  part,
  value,
  onChange,
}: {
  readonly part: 'imap' | 'smtp';
  readonly value: Given;
  readonly onChange: (value: Given) => void;
}) {
  const { t } = useTranslation('firstRun');
  const choose = (security: Security) => {
    const isUsual = value.port === PORTS[part][value.security];
    onChange({ ...value, security, ...(isUsual ? { port: PORTS[part][security] } : {}) });
  };
  return (
    <div className={css['pair']}>
      <TextField
        label={t(`inbox.${part}`)}
        placeholder={`${part}.example.com`}
        required={part === 'imap'}
        value={value.host}
        onChange={(event) => onChange({ ...value, host: event.target.value })}
      />
      <TextField
        label={t(`inbox.${part}Port`)}
        type="number"
        min={1}
        max={65_535}
        required
        value={value.port}
        onChange={(event) => onChange({ ...value, port: event.target.value })}
      />
      <SelectField label={t(`inbox.${part}Security`)} value={value.security} onChange={(event) => choose(event.target.value as Security)}>
        {SECURITIES.map((each) => (
          <option key={each} value={each}>
            {t(`inbox.securities.${each}`)}
          </option>
        ))}
      </SelectField>
    </div>
  );
}
