import { ChartFrame, type ChartProps } from './chart-frame.js';
import css from './charts.module.css';
import { chooseLabels, chooseTicks, makeScale, toPath } from './scale.js';

const [WIDTH, HEIGHT] = [720, 240];
const [LEFT, RIGHT, TOP, BOTTOM] = [64, 16, 12, 28];
const LABELS = 8;

/** Values one after another in time. */
export function LineChart(props: ChartProps) {
  const { points, format } = props;
  const ticks = chooseTicks(points.flatMap(({ value }) => (value === null ? [] : [value])));
  const y = makeScale(ticks, HEIGHT - BOTTOM, TOP);
  const step = points.length < 2 ? 0 : (WIDTH - LEFT - RIGHT) / (points.length - 1);
  const x = (index: number) => (points.length < 2 ? (LEFT + WIDTH - RIGHT) / 2 : LEFT + index * step);
  const isWritten = chooseLabels(points.length, LABELS);
  return (
    <ChartFrame {...props} width={WIDTH} height={HEIGHT}>
      {ticks.map((tick) => (
        <g key={tick}>
          <line className={css['grid']} x1={LEFT} x2={WIDTH - RIGHT} y1={y(tick)} y2={y(tick)} />
          <text className={css['tick']} x={LEFT - 8} y={y(tick) + 4} textAnchor="end">
            {format(tick)}
          </text>
        </g>
      ))}
      <path className={css['line']} d={toPath(points.map(({ value }, index) => (value === null ? null : [x(index), y(value)])))} />
      {points.map(({ label, value }, index) => (
        <g key={label}>
          {value !== null && (
            <circle className={css['dot']} cx={x(index)} cy={y(value)} r={4}>
              <title>{`${label}: ${format(value)}`}</title>
            </circle>
          )}
          {isWritten(index) && (
            <text className={css['tick']} x={x(index)} y={HEIGHT - 8} textAnchor={index === 0 && points.length > 1 ? 'start' : 'middle'}>
              {label}
            </text>
          )}
        </g>
      ))}
    </ChartFrame>
  );
}
