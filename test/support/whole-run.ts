/** Tests of endurance: by night (`WHOLE=1`) with all that they were made for, else with what shows the same in a fraction of the time. */
export function inWhole<T>(whole: T, otherwise: T): T {
  return process.env['WHOLE'] === undefined || process.env['WHOLE'] === '' ? otherwise : whole;
}
