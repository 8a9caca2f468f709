/** Names a recording that the switch gave no id: where it lies, without what is signed anew each time, and opens it to whoever reads it. */
export function toRecordingId(from: string): string {
  return from.split('?')[0]!.slice(-256);
}
