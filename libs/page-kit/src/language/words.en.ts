/** What components of the kit say by themselves, in English. */
export const kit = {
  close: 'Close',
  cancel: 'Cancel',
  save: 'Save',
  loading: 'Loading…',
  tryAgain: 'Try again',
  more: 'Show more',
  language: 'Language',
  problem: {
    offline: 'No answer from the desk.',
    offlineAbout: 'Your connection may be away, or the desk is starting. Nothing you wrote is lost.',
    signedOut: 'You are signed out.',
    signedOutAbout: 'Sign in again to go on.',
    forbidden: 'You may not do this.',
    notFound: 'This is not there.',
    conflict: 'Somebody was faster.',
    tooOften: 'Too many tries.',
    tooOftenAbout: 'Wait a minute, then try again.',
    broken: 'The desk could not do it.',
    refused: 'The desk did not take it.',
  },
};
