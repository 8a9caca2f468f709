import { Shown, useAsked, useFormat } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import css from './home.module.css';

const EVERY_MS = 60_000;

/** Ways to people: what each is for, whom it is open to, and whether somebody is there now. */
export function Reach() {
  const { t, i18n } = useTranslation('help');
  const format = useFormat();
  const query = { language: i18n.language };
  const doors = useDoors();
  const desk = useAsked('GET /public/desk', { query }, { keep: true, every: EVERY_MS });
  const hoursOf = (key: string, channel: string) =>
    desk.data?.hours.find((each) => each.channel === key) ?? desk.data?.hours.find((each) => each.channel === channel);
  const say = (hours: ReturnType<typeof hoursOf>) => {
    if (hours === undefined) return null;
    if (hours.open) return hours.closesAt === null ? t('reach.open') : t('reach.until', { at: format.time(hours.closesAt) });
    if (hours.by !== null && hours.by !== 'people' && hours.opensAt !== null)
      return t(`reach.${hours.by}`, { at: format.time(hours.opensAt) });
    return hours.opensAt === null ? t('reach.closed') : t('reach.opens', { at: format.time(hours.opensAt) });
  };
  return (
    <Shown of={doors}>
      {({ items }) =>
        items.length === 0 ? null : (
          <section className={css['part']} aria-labelledby="reach">
            <h2 id="reach">{t('home.reach')}</h2>
            <ul className={css['ways']}>
              {items.map(({ key, name, channel, purpose, address, open, conditions }) => {
                const hours = hoursOf(key, channel);
                return (
                  <li key={key} className={css['way']}>
                    <h3>{name}</h3>
                    {purpose !== null && <p>{purpose}</p>}
                    {address !== null && <p>{showAddress(channel, address)}</p>}
                    {conditions.map((condition) => (
                      <p key={condition} className="quiet small">
                        {condition}
                      </p>
                    ))}
                    {!open && conditions.length === 0 && <p className="quiet small">{t('reach.limited')}</p>}
                    <span className={`${css['state']} ${hours?.open ? css['isOpen'] : ''}`}>{say(hours)}</span>
                  </li>
                );
              })}
            </ul>
            <p>
              <Link href="/promises">{t('nav.promises')}</Link>
            </p>
          </section>
        )
      }
    </Shown>
  );
}

export function useDoors() {
  const { i18n } = useTranslation('help');
  return useAsked('GET /desk/doors', { query: { language: i18n.language } }, { keep: true });
}

function showAddress(channel: string, address: string) {
  if (channel === 'email') return <a href={`mailto:${address}`}>{address}</a>;
  if (channel === 'phone') return <a href={`tel:${address.replaceAll(/[^+\d]/g, '')}`}>{address}</a>;
  return /^https:\/\//.test(address) ? <a href={address}>{address}</a> : address;
}
