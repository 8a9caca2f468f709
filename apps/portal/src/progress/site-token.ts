const PLACE = 'tributary.site-token';
const NAME = 'user_token';

/** The token of the site where somebody is signed in: the link brings it (`?user_token=…`), and it stays for this tab. */
export function readSiteToken(): string | null {
  const given = new URLSearchParams(location.search).get(NAME);
  try {
    if (given !== null) sessionStorage.setItem(PLACE, given);
    return sessionStorage.getItem(PLACE);
  } catch {
    // It is in the address as long as this page stands.
    return given;
  }
}

/** Out of the address, so that nobody copies it along. */
export function hideSiteToken(): void {
  const address = new URL(location.href);
  if (!address.searchParams.has(NAME)) return;
  address.searchParams.delete(NAME);
  history.replaceState(history.state, '', address);
}
