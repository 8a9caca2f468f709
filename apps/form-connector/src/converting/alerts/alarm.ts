/** One alarm of a monitor, as it stands. */
export interface Alarm {
  /** Which alarm: the same while it fires and when it is over. */
  readonly fingerprint: string;
  readonly firing: boolean;
  /** In a line. */
  readonly summary: string;
  readonly severity: string | null;
  readonly startsAt: Date | null;
}

/** What one request tells of one incident. */
export interface AlarmReport {
  /** The monitor's name of the incident. */
  readonly group: string;
  readonly title: string;
  readonly alarms: readonly Alarm[];
  /** The monitor itself says that all of it is over, or not. */
  readonly over: boolean | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly url: string | null;
  /** Alarms that the monitor counted and left out. */
  readonly untold: number;
}
