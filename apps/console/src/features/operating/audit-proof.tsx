import { Button, CopyText, Failed, Notice, Panel, TextField, useAsked, useFormat } from '#page-kit';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import './late-words.js';
import css from './operating.module.css';

const EXAMPLE = '123:9f86d081…';

/** Proves the chain on demand, for it reads it all; and shows the head that somebody can note elsewhere. */
export function AuditProof() {
  const { t } = useTranslation('operating', { keyPrefix: 'audit' });
  const { t: all } = useTranslation('operating');
  const format = useFormat();
  const head = useAsked('GET /audit/head', undefined);
  const [known, setKnown] = useState('');
  const [asked, setAsked] = useState<string | null>(null);
  const proof = useAsked('GET /audit/verification', { query: asked ? { known: asked } : {} }, { enabled: asked !== null });
  const signed = head.data?.head;
  const verify = (event: FormEvent) => {
    event.preventDefault();
    if (asked === known.trim()) void proof.refetch();
    setAsked(known.trim());
  };
  return (
    <Panel title={t('proof')}>
      <form className={css['filters']} onSubmit={verify}>
        <div className={css['wideFilter']}>
          <TextField
            label={t('known')}

            placeholder={EXAMPLE}
            value={known}
            onChange={(event) => setKnown(event.target.value)}
          />
        </div>
        <Button look="primary" type="submit" icon="shield" busy={proof.isFetching}>
          {t('verify')}
        </Button>
      </form>
      <p className="quiet small">{t('knownHint')}</p>
      <div aria-live="polite">
        {proof.error && <Failed error={proof.error} />}
        {proof.data && (
          <Notice tone={proof.data.ok ? 'good' : 'bad'}>
            <p>
              <strong>
                {proof.data.ok ? t('holds', { count: proof.data.records }) : t('broken', { count: proof.data.faults.length })}
              </strong>
            </p>
            {proof.data.ok && <p>{t('signedUpTo', { seq: format.number(proof.data.signedUpTo), count: proof.data.heads })}</p>}
            <ul>
              {proof.data.faults.map(({ seq, kind, what }) => (
                <li key={`${seq} ${kind}`}>
                  {t('fault', { seq: format.number(seq), what: all(`chainFaults.${kind as 'changed'}`, { defaultValue: what }) })}
                </li>
              ))}
            </ul>
          </Notice>
        )}
      </div>
      {signed && (
        <>
          <p className="quiet">{t('head', { at: format.exact(signed.signedAt), key: signed.keyId })}</p>
          <CopyText text={`${signed.seq}:${signed.hash}`} label={t('headLabel')} />
        </>
      )}
      {head.data && !signed && <p className="quiet">{t('noHead')}</p>}
    </Panel>
  );
}
