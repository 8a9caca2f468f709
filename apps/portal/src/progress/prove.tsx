import { ApiProblem, Button, Notice, TextField, useDoing } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import css from './progress.module.css';

/** A code to the address he wrote from, before anything that was written is shown. */
export function Prove({ token, onProved }: { readonly token: string; readonly onProved: (proof: string) => void }) {
  const { t } = useTranslation('help');
  const { t: kit } = useTranslation('kit');
  const [code, setCode] = useState('');
  const asking = useDoing('POST /progress/{token}/confirmations', { tellsFailure: true });
  const answering = useDoing('POST /progress/{token}/confirmations/{confirmationId}/answers', {
    tellsFailure: true,
    onDone: ({ proof }) => onProved(proof),
  });
  const ask = () => {
    answering.reset();
    setCode('');
    asking.mutate({ path: { token } });
  };
  const say = (error: unknown): string | null => {
    if (error === null) return null;
    switch (error instanceof ApiProblem ? error.code : '') {
      case 'code_wrong':
        return t('prove.wrong');
      case 'confirmation_over':
        return t('prove.over');
      case 'no_way_to_prove':
        return t('prove.noWay');
      case 'confirmations_exceeded':
        return t('prove.tooMany');
      default:
        return error instanceof ApiProblem ? kit('problem.refused') : kit('problem.offline');
    }
  };
  const failed = say(asking.error);
  return (
    <section className={css['panel']} aria-labelledby="prove">
      <h2 id="prove">{t('prove.title')}</h2>
      <p>{t('prove.about')}</p>
      {asking.data === undefined ? (
        <p>
          <Button look="primary" icon="mail" busy={asking.isPending} onClick={ask}>
            {t('prove.ask')}
          </Button>
        </p>
      ) : (
        <form
          className={css['code']}
          onSubmit={(event) => {
            event.preventDefault();
            answering.mutate({ path: { token, confirmationId: asking.data.id }, body: { code } });
          }}
        >
          <p role="status">{t('prove.sent', { address: asking.data.sentTo })}</p>
          <TextField
            label={t('prove.code')}
            inputMode="numeric"
            autoComplete="one-time-code"
            autoFocus
            maxLength={12}
            value={code}
            error={say(answering.error)}
            onChange={({ target }) => setCode(target.value)}
          />
          <div className={css['buttons']}>
            <Button type="submit" look="primary" busy={answering.isPending} disabled={code.trim() === ''}>
              {t('prove.show')}
            </Button>
            <Button look="quiet" busy={asking.isPending} onClick={ask}>
              {t('prove.again')}
            </Button>
          </div>
        </form>
      )}
      {failed !== null && <Notice tone="warn">{failed}</Notice>}
    </section>
  );
}
