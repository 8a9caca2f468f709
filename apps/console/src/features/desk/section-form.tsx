import { Button, type DeskText, Empty, pickText, TextField } from '#page-kit';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import css from './desk.module.css';
import { FormField } from './form-field.js';
import type { Change, SectionSpec } from './form-fields.js';
import type { DeskDraft } from './use-desk-draft.js';

type Item = Readonly<Record<string, unknown>>;

export function SectionForm({ section, draft }: { readonly section: SectionSpec; readonly draft: DeskDraft }) {
  const { t } = useTranslation('desk');
  const [key, setKey] = useState('');
  const { doc, desk } = draft.parsed;
  const held: unknown = section.at.reduce<unknown>((at, part) => (at as Item | undefined)?.[part], desk);
  const entries: readonly (readonly [string | number, Item])[] =
    section.kind === 'list'
      ? ((held ?? []) as Item[]).map((item, index) => [index, item] as const)
      : Object.entries((held ?? {}) as Record<string, Item>);
  const change: Change = (place, value) => {
    if (value === undefined) doc.deleteIn(place);
    else doc.setIn(place, doc.createNode(value));
    draft.setText(doc.toString({ lineWidth: 120, flowCollectionPadding: true }));
  };
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (section.kind === 'list') change([...section.at, entries.length], { ...section.fresh, key: key || section.fresh['key'] });
    else change([...section.at, key], section.fresh);
    setKey('');
  };
  return (
    <div className={css['list']}>
      {entries.length === 0 && (
        <Empty icon="gear" title={t('noneYet', { section: t(`sections.${section.key}`) })} about={t(`sectionAbout.${section.key}`)} />
      )}
      {entries.map(([id, item]) => (
        <ItemForm key={id} id={id} item={item} section={section} desk={desk ?? {}} change={change} />
      ))}
      <form className={css['row']} onSubmit={add}>
        <TextField
          label={t('newKey')}
          hint={t('keyHint')}
          required
          pattern="[a-z0-9][a-z0-9_\-]*"
          value={key}
          onChange={(event) => setKey(event.target.value)}
        />
        <Button type="submit" icon="plus">
          {t('add')}
        </Button>
      </form>
    </div>
  );
}

interface ItemFormProps {
  readonly id: string | number;
  readonly item: Item;
  readonly section: SectionSpec;
  readonly desk: Item;
  readonly change: Change;
}

function ItemForm({ id, item, section, desk, change }: ItemFormProps) {
  const { t, i18n } = useTranslation('desk');
  const [isOpen, setOpen] = useState(false);
  const key = section.kind === 'list' ? String(item['key'] ?? id) : String(id);
  const name = pickText(item['name'] as DeskText, i18n.language) ?? key;
  const children = item['children'] as Record<string, Item> | undefined;
  return (
    <details
      className={css['item']}
      open={isOpen}
      onToggle={(event) => event.target === event.currentTarget && setOpen(event.currentTarget.open)}
    >
      <summary>
        {name} {name !== key && <code className="quiet">{key}</code>}
      </summary>
      {isOpen && (
        <>
          <div className={css['fields']}>
            {section.fields.map((field) => (
              <FormField
                key={field.name}
                field={field}
                value={item[field.name]}
                place={[...section.at, id, field.name]}
                desk={desk}
                change={change}
              />
            ))}
          </div>
          {section.key === 'categories' && children && (
            <SubCategories of={children} id={id} section={section} desk={desk} change={change} />
          )}
          <div className={css['buttons']}>
            <Button small look="danger" onClick={() => change([...section.at, id], undefined)}>
              {t('removeOf', { name })}
            </Button>
          </div>
        </>
      )}
    </details>
  );
}

function SubCategories({ of, id, section, desk, change }: Omit<ItemFormProps, 'item'> & { readonly of: Readonly<Record<string, Item>> }) {
  const below: SectionSpec = { ...section, at: [...section.at, String(id), 'children'] };
  return (
    <div className={css['list']}>
      {Object.entries(of).map(([key, item]) => (
        <ItemForm key={key} id={key} item={item} section={below} desk={desk} change={change} />
      ))}
    </div>
  );
}
