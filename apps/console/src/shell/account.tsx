import { Avatar, Menu, chooseLanguage, useAsked, useDoing } from '#page-kit';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSession } from '../session/session.js';
import { languages } from '../words/languages.js';
import css from './shell.module.css';
import { chooseTheme, readTheme } from './theme.js';

const PRESENCES = ['online', 'away', 'offline'] as const;

/** Presence, language, look, keys, sign out. */
export function Account({ onKeys }: { readonly onKeys: () => void }) {
  const { t, i18n } = useTranslation('shell');
  const { me } = useSession();
  const cache = useQueryClient();
  const work = useAsked('GET /agents/work', undefined);
  const setPresence = useDoing('PUT /agents/me/presence', { changes: ['GET /agents/work'] });
  const logOut = useDoing('DELETE /session', { onDone: () => cache.clear(), tellsFailure: false });
  const presence = work.data?.items.find(({ id }) => id === me.id)?.presence ?? 'offline';
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          className={css['me']}
          aria-label={`${t('account')}: ${me.displayName}, ${t(`presence.${presence}` as 'presence.online')}`}
        >
          <Avatar name={me.displayName} />
          <span className={css['dot']} data-presence={presence} aria-hidden />
        </button>
      }
      groups={[
        PRESENCES.map((state) => ({
          key: state,
          label: t(`presence.${state}`),
          checked: presence === state,
          onSelect: () => setPresence.mutate({ body: { state } }),
        })),
        Object.entries(languages).map(([language, name]) => ({
          key: language,
          label: name,
          checked: i18n.language === language,
          onSelect: () => void chooseLanguage(language),
        })),
        (['light', 'dark', 'system'] as const).map((theme) => ({
          key: theme,
          label: t(theme),
          checked: readTheme() === theme,
          onSelect: () => chooseTheme(theme),
        })),
        [
          { key: 'keys', label: t('keys'), icon: 'keyboard' as const, hint: '?', onSelect: onKeys },
          {
            key: 'out',
            label: t('signOut'),
            icon: 'logout' as const,
            onSelect: () => logOut.mutate({}, { onSuccess: () => location.reload() }),
          },
        ],
      ]}
    />
  );
}
