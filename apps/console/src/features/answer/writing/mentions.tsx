import { useAsked } from '#page-kit';
import { useTranslation } from 'react-i18next';
import css from './mentions.module.css';

const BEGUN = /(?:^|[^\p{L}\p{N}._%+-])@([\p{L}\p{N}._-]{0,40})$/u;

/** Agents whose name fits what stands behind an @; null: nobody is being named. */
export function useMentioned(
  text: string,
  at: number,
  enabled: boolean,
): { readonly begun: string; readonly names: readonly string[] } | null {
  const begun = enabled ? BEGUN.exec(text.slice(Math.max(0, at - 60), at))?.[1] : undefined;
  const agents = useAsked('GET /agents', undefined, { enabled: begun !== undefined });
  if (begun === undefined) return null;
  const wanted = begun.toLowerCase();
  const names = (agents.data?.items ?? [])
    .filter(
      ({ displayName, email }) => displayName.toLowerCase().replaceAll(' ', '').includes(wanted) || email.toLowerCase().startsWith(wanted),
    )
    .slice(0, 6)
    .map(({ displayName }) => displayName);
  return names.length === 0 ? null : { begun, names };
}

export function MentionList({
  names,
  chosen,
  onPick,
}: {
  readonly names: readonly string[];
  readonly chosen: number;
  readonly onPick: (name: string) => void;
}) {
  const { t } = useTranslation('answer');
  return (
    <ul className={css['list']} role="listbox" aria-label={t('mention')}>
      {names.map((name, index) => (
        <li
          key={name}
          role="option"
          aria-selected={index === chosen}
          className={css['name']}
          onMouseDown={(event) => {
            event.preventDefault();
            onPick(name);
          }}
        >
          {name}
        </li>
      ))}
    </ul>
  );
}

/** As a note names somebody: without blanks, which end a name, or in quotes where it has other signs. */
export function toMention(name: string): string {
  const bare = name.replaceAll(/\s+/g, '');
  return /^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u.test(bare) ? `@${bare} ` : `@"${name}" `;
}
