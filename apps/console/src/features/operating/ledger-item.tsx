import { Badge, type ItemOf, type Tone } from '#page-kit';
import { useTranslation } from 'react-i18next';

export type LedgerItem = ItemOf<'GET /ledger'>;

const TONES: Readonly<Record<LedgerItem['outcome'], Tone>> = {
  received: 'accent',
  ticketed: 'good',
  duplicate: 'plain',
  parked: 'warn',
  'dead-lettered': 'bad',
};

export function Outcome({ of }: { readonly of: LedgerItem['outcome'] }) {
  const { t } = useTranslation('operating', { keyPrefix: 'messages.outcomes' });
  return <Badge tone={TONES[of]}>{t(of)}</Badge>;
}
