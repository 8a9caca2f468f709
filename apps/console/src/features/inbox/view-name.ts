import type { Answer } from '#page-kit';
import type { TFunction } from 'i18next';

export type View = Answer<'GET /views'>['items'][number];

/** What a view is called: ours in the reader's language, his own as he called them. */
export function viewName(view: View | undefined, t: TFunction<'inbox'>): string {
  if (view === undefined) return t('unknownView');
  return view.name ?? t(`views.${view.id}` as 'views.mine');
}
