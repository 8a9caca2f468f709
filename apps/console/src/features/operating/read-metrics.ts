interface Sample {
  readonly name: string;
  readonly labels: string;
  readonly value: number;
}

export interface Metrics {
  readonly sum: (name: string) => number;
  readonly most: (name: string) => number;
  readonly label: (name: string, label: string) => string;
}

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)/;

/** The text format of Prometheus, as far as figures of a page need it. */
export function readMetrics(text: string): Metrics {
  const samples = text.split('\n').flatMap((line): Sample[] => {
    const [, name, labels = '', value] = LINE.exec(line) ?? [];
    return name === undefined ? [] : [{ name, labels, value: Number(value) }];
  });
  const of = (name: string) => samples.filter((sample) => sample.name === name);
  return {
    sum: (name) => of(name).reduce((sum, { value }) => sum + value, 0),
    most: (name) => of(name).reduce((most, { value }) => Math.max(most, value), 0),
    label: (name, label) => new RegExp(`(?:^|,)${label}="([^"]*)"`).exec(of(name)[0]?.labels ?? '')?.[1] ?? '',
  };
}
