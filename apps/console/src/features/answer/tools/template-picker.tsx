import { Badge, Button, Dialog, Shown, forget, useAsked, useDoing, usePickText, useToasts, type Answer } from '#page-kit';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PickList } from './pick-list.js';
import css from './tools.module.css';

type Ticket = Answer<'GET /tickets/{id}'>;
type Template = Answer<'GET /tickets/{id}/templates'>['items'][number];

interface TemplatePickerProps {
  readonly ticket: Ticket;
  readonly onClose: () => void;
  readonly onInsert: (text: string) => void;
}

/** Texts of the desk, filled for this ticket in the customer's language; requests for data stand first, for they are sent as they are. */
export function TemplatePicker({ ticket, onClose, onInsert }: TemplatePickerProps) {
  const { t } = useTranslation('answer');
  const toasts = useToasts();
  const cache = useQueryClient();
  const [chosen, choose] = useState<Template | null>(null);
  const path = { id: ticket.id };
  const pick = usePickText();
  const nameOf = ({ key, names }: Pick<Template, 'key' | 'names'>) => pick(names) ?? key;
  const templates = useAsked('GET /tickets/{id}/templates', { path });
  const send = useDoing('POST /tickets/{id}/template-sendings', {
    onDone: () => {
      forget(cache, 'GET /tickets/{id}/entries', path);
      toasts.show({ text: t('templateSent') });
      onClose();
    },
  });
  if (chosen !== null)
    return (
      <Dialog
        open
        onClose={() => choose(null)}
        title={nameOf(chosen)}
        actions={
          <>
            <Button
              busy={send.isPending}
              onClick={() =>
                send.mutate({ path, body: { template: chosen.key, language: chosen.language, expectedVersion: ticket.version } })
              }
            >
              {t('sendAsItIs')}
            </Button>
            <Button
              look="primary"
              autoFocus
              onClick={() => {
                onInsert(chosen.text);
                onClose();
              }}
            >
              {t('insert')}
            </Button>
          </>
        }
      >
        <p className={css['text']} lang={chosen.language}>
          {chosen.text}
        </p>
      </Dialog>
    );
  return (
    <Dialog open onClose={onClose} title={t('templates')} about={t('templatesAbout')}>
      <Shown of={templates}>
        {({ items }) => (
          <PickList
            label={t('chooseTemplate')}
            items={sorted(items, nameOf)}
            keyOf={({ key, language }) => `${key} ${language}`}
            wordsOf={(template) => `${template.key} ${nameOf(template)} ${template.text}`}
            onPick={choose}
            empty={items.length === 0 ? t('noTemplates') : t('nothingFits')}
          >
            {({ text, language, kind, ...named }) => (
              <>
                <span>
                  {nameOf(named)} <Badge>{language}</Badge> {kind !== 'reply' && <Badge tone="accent">{t(`templateKinds.${kind}`)}</Badge>}
                </span>
                <span className={css['about']}>{text}</span>
              </>
            )}
          </PickList>
        )}
      </Shown>
    </Dialog>
  );
}

/** Scripts are for the phone, and what goes out by itself is nothing to choose. */
function sorted(items: readonly Template[], nameOf: (template: Template) => string): Template[] {
  const order = ['reply', 'data-collection', 'dispute'];
  return items
    .filter(({ kind }) => order.includes(kind))
    .sort((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind) || nameOf(one).localeCompare(nameOf(other)));
}
