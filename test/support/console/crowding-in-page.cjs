// Evaluated in the page by `find-crowding.ts`. JavaScript, for the project's types know no browser.
/* global document, getComputedStyle, innerWidth, NodeFilter */
/** Runs in the page; lengths in CSS pixels. What scrolls by itself, or says with dots that it goes on, has room. */
function findInPage() {
  const SLACK = 1.5;
  const LEAST = 32;
  const CONTROLS = 'a[href], button, input:not([type="hidden"]), select, textarea, summary, [role="tab"], [role="option"]';
  const found = new Set();
  const root = document.documentElement;
  const short = (text) => text.replace(/\s+/g, ' ').trim().slice(0, 60);
  const name = (element) =>
    `<${element.tagName.toLowerCase()}> “${short(element.getAttribute('aria-label') ?? element.textContent ?? '')}”`;
  const styles = new Map();
  const style = (element) => {
    let known = styles.get(element);
    if (known === undefined) styles.set(element, (known = getComputedStyle(element)));
    return known;
  };
  const above = (element) => {
    const line = [];
    for (let at = element; at !== null; at = at.parentElement) line.push(at);
    return line;
  };
  /** What eyes see of it: not what is only read aloud, nor what is moved out of what scrolls. Null: nothing. */
  const shownPart = (element, box) => {
    let { left, right, top, bottom } = box;
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return null;
    for (const at of above(element)) {
      if (style(at).clipPath !== 'none') return null;
      if (at === element || !/auto|scroll/.test(style(at).overflowX + style(at).overflowY)) continue;
      const port = at.getBoundingClientRect();
      [left, right] = [Math.max(left, port.left), Math.min(right, port.right)];
      [top, bottom] = [Math.max(top, port.top), Math.min(bottom, port.bottom)];
    }
    return right - left > 2 && bottom - top > 2 ? { left, right, top, bottom } : null;
  };

  if (root.scrollWidth > innerWidth + SLACK) {
    const widest = [...document.body.querySelectorAll('*')].filter((one) => one.getBoundingClientRect().right > innerWidth + SLACK).at(-1);
    found.add(`the page is ${root.scrollWidth} wide in ${innerWidth}${widest === undefined ? '' : `, by ${name(widest)}`}`);
  }

  for (const element of document.body.querySelectorAll('*')) {
    if (element.scrollWidth <= element.clientWidth + SLACK || !/auto|scroll/.test(style(element).overflowX)) continue;
    const wide = element.matches('textarea, pre, iframe, input')
      ? element
      : element.querySelector(':scope > table, :scope > pre, :scope > code, :scope > textarea, :scope > svg');
    const isWide = wide !== null && (wide.localName !== 'table' || style(wide).display === 'table');
    if (!isWide && shownPart(element, element.getBoundingClientRect()) !== null) found.add(`has to be moved sideways: ${name(element)}`);
  }

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    if (element === null || short(node.textContent ?? '') === '' || element.closest('option, script, style, svg') !== null) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (shownPart(element, box) === null) continue;
    for (const at of above(element)) {
      // Dots alone say nothing.
      if (style(at).textOverflow === 'ellipsis' && at.clientWidth < LEAST && at.scrollWidth > at.clientWidth + SLACK)
        found.add(`nothing is left of “${short(node.textContent ?? '')}”`);
      const { overflowX, overflowY, textOverflow, webkitLineClamp, position } = style(at);
      if (/auto|scroll/.test(overflowX + overflowY) || textOverflow === 'ellipsis' || !/^(none|)$/.test(webkitLineClamp)) break;
      const edge = at.getBoundingClientRect();
      const isCutX = /hidden|clip/.test(overflowX) && (box.right > edge.right + SLACK || box.left < edge.left - SLACK);
      // A line is taller than what is seen of its letters.
      const isCutY = /hidden|clip/.test(overflowY) && (box.bottom > edge.bottom + 4 || box.top < edge.top - 4);
      if (at !== root && at !== document.body && (isCutX || isCutY)) found.add(`cut by ${name(at)}: “${short(node.textContent ?? '')}”`);
      if (at === document.body || position === 'fixed') {
        if (box.right > innerWidth + SLACK || box.left < -SLACK) found.add(`outside of the window: “${short(node.textContent ?? '')}”`);
        break;
      }
    }
    // Beyond what holds it, over its neighbour.
    const holder = element.closest('button, [role="tab"], select, td, th, dd, dt, li, label, p');
    const line = holder === null ? [] : above(element).slice(0, above(element).indexOf(holder) + 1);
    if (holder !== null && line.every((at) => !/auto|scroll|hidden|clip/.test(style(at).overflowX)) && style(holder).display !== 'inline') {
      const edge = holder.getBoundingClientRect();
      if (box.right > edge.right + SLACK || box.left < edge.left - SLACK || box.bottom > edge.bottom + 4)
        found.add(`beyond what holds it: ${name(holder)}`);
    }
  }

  const controls = [...document.querySelectorAll(CONTROLS)]
    .map((element) => ({ element, box: shownPart(element, element.getBoundingClientRect()) }))
    .filter(({ element, box }) => box !== null && style(element).pointerEvents !== 'none');
  const layer = (element) => above(element).find((at) => /fixed|sticky/.test(style(at).position) || at.getAttribute('role') === 'dialog');
  controls.forEach((one, index) => {
    for (const other of controls.slice(index + 1)) {
      const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
      if (across < 3 || down < 3 || one.element.contains(other.element) || other.element.contains(one.element)) continue;
      if (layer(one.element) === layer(other.element)) found.add(`over one another: ${name(one.element)} and ${name(other.element)}`);
    }
  });
  return [...found];
}
findInPage();
