import { PageFrame, Tabs } from '#page-kit';
import { useTranslation } from 'react-i18next';
import { useDeskWords } from '../../shell/desk-names.js';
import { Consents } from './quality/consents.js';
import { Reviews } from './quality/reviews.js';
import { useFilters } from './use-filter.js';

/** How the desk works: what was judged by its sheets, and what was done with a customer's consent, where the desk does such things. */
export function QualityPage() {
  const { t } = useTranslation('supervising');
  const [of, set] = useFilters();
  const { measures } = useDeskWords();
  const tabs = [
    { key: 'reviews', label: t('quality.reviews'), content: <Reviews /> },
    { key: 'consents', label: t('consents.title'), content: <Consents /> },
  ];
  return (
    <PageFrame title={t('quality.title')} about={t('quality.about')}>
      {measures.length === 0 ? (
        tabs[0]!.content
      ) : (
        // The lists are narrowed by names of the same address.
        <Tabs label={t('quality.title')} value={of('tab') || 'reviews'} onChange={(tab) => set({ tab, state: '', kind: '' })} tabs={tabs} />
      )}
    </PageFrame>
  );
}
