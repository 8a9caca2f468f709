import { Badge, Panel, Shown, useAsked } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import css from './operating.module.css';
import { RoleName } from './people.js';

/** What each role may, in words; the desk's file says it anew or adds others. */
export function Roles() {
  const { t } = useTranslation('operating', { keyPrefix: 'access' });
  const { t: keys } = useTranslation('operating', { keyPrefix: 'keys' });
  const roles = useAsked('GET /agents/roles', undefined);
  return (
    <div className={css['list']}>
      <p className="quiet">
        {t('rolesAbout')} <Link href="/desk">{t('toDesk')}</Link>
      </p>
      <Shown of={roles}>
        {({ items }) =>
          items.map(({ key, ofDesk, scopes, sees, secondFactor }) => (
            <Panel
              key={key}
              title={<RoleName of={key} />}
              actions={
                <>
                  {ofDesk && <Badge tone="accent">{t('ofDesk')}</Badge>}
                  {secondFactor && <Badge tone="warn">{t('needsFactor')}</Badge>}
                </>
              }
            >
              <p>{sees === 'all' || sees === 'groups' || sees === 'own' ? t(`sees.${sees}`) : sees}</p>
              <ul className={css['rights']}>
                {scopes.map((scope) => (
                  <li key={scope}>
                    <code>{scope}</code> <span className="quiet small">{keys(`scopeAbout.${scope.replace(':', '_') as 'admin'}`)}</span>
                  </li>
                ))}
              </ul>
            </Panel>
          ))
        }
      </Shown>
    </div>
  );
}
