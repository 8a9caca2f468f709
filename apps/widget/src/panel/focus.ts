const REACHED = 'a[href],button,input,textarea,select,[tabindex="0"]';

/** Tab goes round in `root` while `on`; else it goes on into the page around. */
export function holdFocus(root: HTMLElement, on: () => boolean): void {
  root.addEventListener('keydown', (event) => {
    if (event.key !== 'Tab' || !on()) return;
    const reached = Array.from(root.querySelectorAll<HTMLElement>(REACHED)).filter(
      (each) => each.tabIndex >= 0 && !(each as HTMLButtonElement).disabled && each.getClientRects().length > 0,
    );
    const [first, last] = [reached[0], reached[reached.length - 1]];
    if (first === undefined || last === undefined) return;
    const here = document.activeElement;
    // Of stars only one can be reached, the chosen one or the first.
    if (event.shiftKey ? here === first || here === document.body || here === root : here === last) {
      event.preventDefault();
      (event.shiftKey ? last : first).focus();
    }
  });
}
