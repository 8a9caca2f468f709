import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

interface Named {
  readonly displayName: string | null;
  readonly identities: readonly { readonly scheme: string; readonly raw?: string; readonly value: string }[];
}

const READABLE = new Set(['email', 'phone', 'phone_short', 'user', 'extension']);
const TAIL = 4;

/** How somebody is called: by his name, else by an address that people read, else by what he is to the desk, with an end of his id to tell two apart. */
export function useContactName(): (contact: Named) => string {
  const { t } = useTranslation('shell');
  return useCallback(
    ({ displayName, identities }) => {
      if (displayName !== null) return displayName;
      const readable = identities.find(({ scheme }) => READABLE.has(scheme));
      if (readable !== undefined) return readable.raw ?? readable.value;
      const [first] = identities;
      if (first === undefined) return t('person.unknown');
      const kind = first.scheme === 'web_visitor' ? 'visitor' : /^we(chat|com)_/.test(first.scheme) ? 'wechat' : 'other';
      return t(`person.${kind}`, { tail: first.value.slice(-TAIL) });
    },
    [t],
  );
}
