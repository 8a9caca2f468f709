import { Empty, Shown, useAsked } from '#page-kit';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'wouter';
import { Title } from '../frame/title.js';
import { Reach, useDoors } from '../home/reach.js';
import { loadForm } from './door.js';
import css from './form.module.css';
import { SentPage } from './sent-page.js';
import { WrittenForm } from './written-form.js';

/** Forms of the desk: which one, then the form itself, then its number. */
export function FormPage() {
  const { t, i18n } = useTranslation('help');
  const { form: wanted } = useParams();
  const desk = useAsked('GET /public/desk', { query: { language: i18n.language } }, { keep: true });
  const [sent, setSent] = useState<{ readonly id: string; readonly receipt: string } | null>(null);
  if (sent !== null) return <SentPage {...sent} onAnother={() => setSent(null)} />;
  return (
    <Shown of={desk}>
      {({ forms }) => {
        const chosen =
          wanted === undefined
            ? forms.length === 1
              ? forms[0]
              : undefined
            : forms.find(({ inbox, form }) => [inbox, form].includes(wanted));
        if (chosen !== undefined) return <OneForm key={chosen.inbox} {...chosen} onSent={setSent} />;
        return (
          <>
            <Title>{t('nav.write')}</Title>
            {forms.length === 0 ? (
              <>
                <NoForm />
              </>
            ) : (
              <ul className={css['choices']} aria-label={t('form.choose')}>
                {forms.map(({ inbox, name }) => (
                  <li key={inbox}>
                    <Link href={`/new/${inbox}${location.search}`}>{name}</Link>
                  </li>
                ))}
              </ul>
            )}
          </>
        );
      }}
    </Shown>
  );
}

/** Other ways to people, where there are some. */
function NoForm() {
  const { t } = useTranslation('help');
  const ways = useDoors().data?.items.length ?? 0;
  return (
    <>
      <Empty
        icon="form"
        title={t('form.none')}
        about={ways > 0 ? t('form.noneAbout') : null}
        action={<Link href="/">{t('nav.home')}</Link>}
      />
      <Reach />
    </>
  );
}

interface OneFormProps {
  readonly inbox: string;
  readonly name: string;
  readonly form: string | null;
  readonly onSent: (sent: { readonly id: string; readonly receipt: string }) => void;
}

function OneForm({ inbox, name, form, onSent }: OneFormProps) {
  const { i18n } = useTranslation('help');
  const language = i18n.language;
  // The token is of this page: it is not asked for again behind who writes.
  const door = useQuery({ queryKey: ['form', inbox], queryFn: () => loadForm(inbox, language), staleTime: Infinity, gcTime: 0 });
  const about = useAsked(
    'GET /desk/forms/{key}',
    { path: { key: form ?? '' }, query: { language } },
    { enabled: form !== null, keep: true },
  );
  return (
    <>
      <Title>{name}</Title>
      <Shown of={door}>
        {(loaded) => (
          <WrittenForm
            inbox={inbox}
            door={loaded}
            about={about.data ?? null}
            onSent={onSent}
            reload={async () => (await door.refetch()).data!}
          />
        )}
      </Shown>
    </>
  );
}
