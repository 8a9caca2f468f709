import { IconButton } from '#page-kit';
import type { KeyboardEvent, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { applyEdit } from './apply-edit.js';
import { continueList, type Edit, makeLink, toggleList, toggleMark } from './edit-text.js';

type Field = RefObject<HTMLTextAreaElement | null>;

/** Buttons that mark what is selected in a text field. */
export function FormatTools({ field }: { readonly field: Field }) {
  const { t } = useTranslation('answer');
  const make = (edit: (text: string, from: number, to: number) => Edit) => () => editField(field, edit);
  return (
    <>
      <IconButton small icon="bold" label={t('bold')} onClick={make((...at) => toggleMark(...at, '**'))} />
      <IconButton small icon="italic" label={t('italic')} onClick={make((...at) => toggleMark(...at, '_'))} />
      <IconButton small icon="list" label={t('points')} onClick={make((...at) => toggleList(...at, 'points'))} />
      <IconButton small icon="numbers" label={t('numbers')} onClick={make((...at) => toggleList(...at, 'numbers'))} />
      <IconButton small icon="link" label={t('link')} onClick={make((...at) => makeLink(...at))} />
    </>
  );
}

/** Ctrl+B, Ctrl+I, and Enter in a list; what is typed in 拼音 has its keys to itself. True: the key was one of these. */
export function takeFormatKey(event: KeyboardEvent<HTMLTextAreaElement>, field: Field): boolean {
  // Safari ends a composition before the key that ended it.
  if (event.nativeEvent.isComposing || event.keyCode === 229) return false;
  const mod = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  return (
    (mod && key === 'b' && editField(field, (...at) => toggleMark(...at, '**'))) ||
    (mod && key === 'i' && editField(field, (...at) => toggleMark(...at, '_'))) ||
    (key === 'enter' && !mod && !event.shiftKey && editField(field, (now, from, to) => (from === to ? continueList(now, from) : null)))
  );
}

function editField(field: Field, make: (text: string, from: number, to: number) => Edit | null): boolean {
  const area = field.current;
  const made = area === null ? null : make(area.value, area.selectionStart, area.selectionEnd);
  if (area === null || made === null) return false;
  applyEdit(area, made);
  return true;
}
