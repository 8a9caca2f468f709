import { Dialog, explainRefusal, Shown, forget, useAsked, useDoing, usePickText, useToasts, type Answer } from '#page-kit';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Macro, useMacroWords } from './macro-words.js';
import { isConflict, useConflict } from '../../thread/head/use-conflict.js';
import { PickList } from './pick-list.js';
import css from './tools.module.css';

type Ticket = Answer<'GET /tickets/{id}'>;

/** Macros of the desk: chosen by typing, done at once, taken back by the toast. */
export function MacroPicker({ ticket, onClose }: { readonly ticket: Ticket; readonly onClose: () => void }) {
  const { t } = useTranslation('answer');
  const { t: kit } = useTranslation('kit');
  const { t: thread } = useTranslation('thread');
  const findConflict = useConflict();
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
  const run = useDoing('POST /tickets/{id}/macro-runs', { onDone: refresh, tellsFailure: true });
  const nameOf = ({ key, names }: Macro) => text(names) ?? key;
  const tell = (name: string, { id, refused: [first] }: Answer<'POST /tickets/{id}/macro-runs'>) => {
    if (first === undefined)
      return toasts.show({
        text: t('macroRun', { name }),
        action: { label: t('undo'), run: () => undo.mutate({ path: { actionId: id } }) },
      });
    const { title, about } = explainRefusal(first, kit);
    toasts.show({ text: t('macroRefused', { name, why: title }), about, tone: 'bad' });
  };
  const runAs = async (macro: Macro, version: number): Promise<void> => {
    try {
      tell(nameOf(macro), await run.mutateAsync({ path, body: { macro: macro.key, expectedVersion: version } }));
    } catch (error) {
      if (isConflict(error)) await explain(macro).catch(toasts.fail);
      else toasts.fail(error);
    }
  };
  /** Somebody was faster: done at once where nothing was changed that a person would mind, else who changed what, and a button. */
  const explain = async (macro: Macro): Promise<void> => {
    const { now, words } = await findConflict(ticket);
    if (words === '') return runAs(macro, now.version);
    toasts.show({
      text: t('macroRefused', { name: nameOf(macro), why: words }),
      forMs: 20_000,
      action: { label: thread('conflict.again'), run: () => void runAs(macro, now.version) },
    });
  };
  const pick = (macro: Macro) => {
    // Not closed before: who is gone by then would tell nobody what was done, nor how to take it back.
    if (!run.isPending) void runAs(macro, ticket.version).finally(onClose);
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
