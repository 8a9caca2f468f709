export interface StartupNote {
  readonly label: string;
  readonly text: string;
}

/**
 * What a person who starts the product wants to read, told by the rooms while they start (`add('SMTP door', '127.0.0.1:2525')`) and shown
 * once everything is ready. Shown on the terminal only, never logged: a first password may be among them.
 */
export class StartupNotes {
  private readonly notes = new Map<string, string>();

  /** A second note under one label replaces the first. */
  add(label: string, text: string): void {
    this.notes.set(label, text);
  }

  list(): readonly StartupNote[] {
    return [...this.notes].map(([label, text]) => ({ label, text }));
  }
}
