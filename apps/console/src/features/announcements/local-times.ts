/** A moment as an input of kind datetime-local has it, on the visitor's own clock. */
export function toInput(instant: string): string {
  const at = new Date(instant);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export function toInstant(input: string): string {
  return new Date(input).toISOString();
}
