import { ChartFrame, type ChartProps } from './chart-frame.js';
import css from './charts.module.css';
import { chooseTicks, makeScale } from './scale.js';

const WIDTH = 720;
const [LEFT, RIGHT, TOP, BAR, GAP] = [184, 72, 4, 20, 10];
const MOST_LETTERS = 24;

/** Values beside one another: a bar each, with its figure written at its end. */
export function BarChart(props: ChartProps) {
  const { points, format } = props;
  const ticks = chooseTicks(points.flatMap(({ value }) => (value === null ? [] : [value])));
  const x = makeScale(ticks, LEFT, WIDTH - RIGHT);
  const height = TOP + points.length * (BAR + GAP);
  return (
    <ChartFrame {...props} width={WIDTH} height={height}>
      <line className={css['grid']} x1={x(0)} x2={x(0)} y1={0} y2={height} />
      {points.map(({ label, value }, index) => {
        const top = TOP + index * (BAR + GAP);
        const [from, to] = value === null ? [x(0), x(0)] : [Math.min(x(0), x(value)), Math.max(x(0), x(value))];
        return (
          <g key={`${label} ${index}`}>
            <text className={css['tick']} x={LEFT - 8} y={top + BAR - 5} textAnchor="end">
              {shorten(label)}
            </text>
            <rect className={css['bar']} x={from} y={top} width={Math.max(0, to - from)} height={BAR} rx={3} />
            <text className={css['figure']} x={to + 6} y={top + BAR - 5}>
              {value === null ? '–' : format(value)}
            </text>
          </g>
        );
      })}
    </ChartFrame>
  );
}

function shorten(label: string): string {
  const letters = [...label];
  return letters.length > MOST_LETTERS ? `${letters.slice(0, MOST_LETTERS - 1).join('')}…` : label;
}
