import { Checkbox, useAsked } from '#page-kit';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { keepTicks, readTicks } from '../form/ticks.js';
import css from './home.module.css';

/** Checks that a customer can do himself; what he ticks goes with what he writes. */
export function SelfChecks() {
  const { i18n } = useTranslation('help');
  const lists = useAsked('GET /help/checklists', { query: { language: i18n.language } }, { keep: true });
  return (lists.data?.items ?? [])
    .filter(({ kind }) => kind === 'checklist')
    .map(({ key, name, steps }) => <SelfCheck key={key} list={key} name={name} steps={steps} />);
}

interface SelfCheckProps {
  readonly list: string;
  readonly name: string;
  readonly steps: readonly { readonly key: string; readonly text: string; readonly asks: string; readonly article: string | null }[];
}

function SelfCheck({ list, name, steps }: SelfCheckProps) {
  const { t } = useTranslation('help');
  const [ticked, setTicked] = useState<readonly string[]>(() => readTicks(list));
  const asked = steps.filter(({ asks }) => asks === 'tick');
  const tick = (step: string, isOn: boolean) => {
    const next = isOn ? [...ticked, step] : ticked.filter((each) => each !== step);
    setTicked(next);
    keepTicks(list, next);
  };
  if (asked.length === 0) return null;
  return (
    <section className={css['check']} aria-label={name}>
      <h2>{name}</h2>
      <ul>
        {asked.map(({ key, text, article }) => (
          <li key={key}>
            <Checkbox label={text} checked={ticked.includes(key)} onChange={({ target }) => tick(key, target.checked)} />
            {article !== null && <Link href={`/articles/${article}`}>{t('nav.home')}</Link>}
          </li>
        ))}
      </ul>
      <p className="quiet" role="status">
        {t('check.ticked', { count: ticked.length, total: asked.length })}
      </p>
      <p>
        <Link href="/new">{t('check.carry')}</Link>
      </p>
    </section>
  );
}
