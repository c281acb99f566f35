import { t } from '../../i18n/t.ts';

const height = 22;

/** Posts a day for 14 days as bars; a day without any is a short grey line. */
export function Sparkline({ days }: { days: readonly number[] }) {
  const most = Math.max(1, ...days);
  return (
    <svg width={days.length * 6} height={height} role="img" aria-label={t('sources.activity', { list: days.join(', ') })}>
      {days.map((count, index) => {
        const bar = count === 0 ? 1.5 : Math.max(3, (count / most) * (height - 1));
        return <rect key={index} x={index * 6} y={height - bar} width={4} height={bar} rx={1} className={count === 0 ? 'fill-line-strong' : 'fill-chart-1'} />;
      })}
    </svg>
  );
}
