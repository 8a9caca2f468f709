/** What law asks for: to hold, to hand out, to forget. */
export const rights = {
  title: 'Rights',
  mayNot: 'Holds, exports and erasure are for people with the right to them.',
  hold: 'Legal hold',
  holdAbout: 'While it lasts nothing of this person is pruned or erased.',
  held: 'Held',
  lifted: 'Lifted',
  lift: 'Lift the hold',
  reason: 'Reason of a hold',
  place: 'Hold',
  export: 'Hand out what is kept',
  exportAbout:
    'All that is kept of this person as a file: his tickets with every entry, what the desk recorded of him, and the bytes of messages and attachments.',
  exportDo: 'Make and download the file',
  erase: 'Erase for good',
  eraseAbout:
    'Takes out name, addresses, every word and file. Nobody can undo it; a hold refuses it. First you are shown what goes and what stays.',
  eraseBegin: 'Erase this person…',
  eraseOf: 'Erase {{name}}',
  eraseGoOn: 'Go on',
  eraseDo: 'Erase for good',
  eraseFinal: 'Nobody can undo this.',
  eraseType: 'Type the name to confirm: {{name}}',
  eraseHeld: 'A legal hold keeps this, so nothing is erased. Lift it first:',
  thePerson: 'this person',
  lookAgain: 'Look again at what goes',
  goes: 'What goes, at once',
  goesPerson: 'Name, addresses, profile, orders and products.',
  goesWords:
    'Every word and file of his tickets ({{tickets}}) and their entries ({{entries}}), answers too; his words in tickets of others.',
  goesRecords:
    'What the desk recorded of him: bookings, surveys, bot conversations, drafts, searches; connectors forget his conversations.',
  stays: 'What stays, and why',
  staysRecordings_one: 'One recorded call, whole: the desk keeps recordings so long. It goes by itself on {{until}}.',
  staysRecordings_other:
    '{{count}} recorded calls, whole: the desk keeps recordings so long. They go by themselves, the last on {{until}}.',
  staysLog: 'The message log forgets the rest on {{until}}: it is kept so long that nothing is lost on its way.',
  staysFigures: 'Numbers, times and states of the tickets, without words, so that reports stay true.',
  staysOthers: 'What others wrote about him in tickets of their own.',
  staysBackups: 'Backups made before, and mailboxes: they are yours to clear.',
  exportFirst: 'If he asked for his data, hand it out before.',
  erased: 'Erased. Tickets: {{tickets}}, entries: {{entries}}, files: {{files}}.',
};
