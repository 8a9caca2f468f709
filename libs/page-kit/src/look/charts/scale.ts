/** Round numbers from 0 (or below, where values are) to above the greatest: where lines of a chart stand. */
export function chooseTicks(values: readonly number[], wanted = 4): number[] {
  const least = Math.min(0, ...values);
  const most = Math.max(0, ...values);
  if (least === most) return [0, 1];
  const step = roundUp((most - least) / wanted);
  const ticks: number[] = [];
  for (let at = Math.floor(least / step); at <= Math.ceil(most / step); at += 1) ticks.push(Number((at * step).toPrecision(12)));
  return ticks;
}

/** To 1, 2, 2.5 or 5 times a power of ten. */
function roundUp(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  return ([1, 2, 2.5, 5, 10].find((nice) => nice * power >= step * 0.999_999) ?? 10) * power;
}

/** From a value to a place between `from` and `to`. */
export function makeScale(ticks: readonly number[], from: number, to: number): (value: number) => number {
  const [first, last] = [ticks[0]!, ticks.at(-1)!];
  return (value) => from + ((value - first) / (last - first)) * (to - from);
}

/** Which of many labels are written, so that they do not run into one another: the first always. */
export function chooseLabels(count: number, room: number): (index: number) => boolean {
  const every = Math.max(1, Math.ceil(count / Math.max(1, room)));
  return (index) => index % every === 0;
}

/** A line through what there is, broken where a value is missing. */
export function toPath(points: readonly (readonly [x: number, y: number] | null)[]): string {
  let isDown = false;
  return points
    .map((point) => {
      const command = point === null ? '' : `${isDown ? 'L' : 'M'}${round(point[0])} ${round(point[1])}`;
      isDown = point !== null;
      return command;
    })
    .filter(Boolean)
    .join(' ');
}

const round = (value: number): number => Math.round(value * 10) / 10;
