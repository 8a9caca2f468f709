import { Dialog, Shown, forget, useAsked, useDoing, usePickText, useToasts, type Answer } from '#page-kit';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Macro, useMacroWords } from './macro-words.js';
import { PickList } from './pick-list.js';
import css from './tools.module.css';

type Ticket = Answer<'GET /tickets/{id}'>;

/** Macros of the desk: chosen by typing, done at once, taken back by the toast. */
export function MacroPicker({ ticket, onClose }: { readonly ticket: Ticket; readonly onClose: () => void }) {
  const { t } = useTranslation('answer');
  const toasts = useToasts();
  const cache = useQueryClient();
  const macros = useAsked('GET /macros', undefined);
  const text = usePickText();
  const sayActs = useMacroWords();
  const path = { id: ticket.id };
  const refresh = () => {
    forget(cache, 'GET /tickets/{id}', path);
    forget(cache, 'GET /tickets/{id}/entries', path);
  };
  const undo = useDoing('DELETE /bulk-actions/{actionId}', { onDone: refresh });
  const run = useDoing('POST /tickets/{id}/macro-runs', { onDone: refresh });
  const nameOf = ({ key, names }: Macro) => text(names) ?? key;
  const pick = (macro: Macro) => {
    const { key } = macro;
    const name = nameOf(macro);
    if (run.isPending) return;
    run.mutate(
      { path, body: { macro: key, expectedVersion: ticket.version } },
      {
        // Not before: who is gone by then would tell nobody what was done, nor how to take it back.
        onSettled: onClose,
        onSuccess: ({ id, refused }) =>
          toasts.show(
            refused.length > 0
              ? { text: t('macroRefused', { name, why: refused[0]!.detail }), tone: 'bad' }
              : { text: t('macroRun', { name }), action: { label: t('undo'), run: () => undo.mutate({ path: { actionId: id } }) } },
          ),
      },
    );
  };
  return (
    <Dialog open onClose={onClose} title={t('macros')}>
      <Shown of={macros}>
        {({ items }) => (
          <PickList
            label={t('chooseMacro')}
            items={items}
            keyOf={({ key }) => key}
            wordsOf={(macro) => `${macro.key} ${nameOf(macro)} ${sayActs(macro).join(' ')}`}
            onPick={pick}
            empty={items.length === 0 ? t('noMacros') : t('nothingFits')}
          >
            {(macro) => (
              <>
                <span>{nameOf(macro)}</span>
                <span className={css['about']}>{sayActs(macro).join(' · ')}</span>
              </>
            )}
          </PickList>
        )}
      </Shown>
    </Dialog>
  );
}
