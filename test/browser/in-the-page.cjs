// Runs in the page of `watched-page.ts`, before anything of it. JavaScript, for the project's types know no browser.
/* global window, document, getComputedStyle, location, innerWidth, innerHeight, Event, HTMLElement, HTMLUnknownElement, HTMLAnchorElement */
(() => {
  const HARMLESS_LINKS = ['http:', 'https:', 'mailto:', 'tel:'];
  const FETCHING = ['src', 'srcset', 'background', 'poster', 'data', 'ping', 'action', 'formaction', 'srcdoc', 'xlink:href'];
  const TOUCHES = ['mouseover', 'mousemove', 'pointerenter', 'click', 'auxclick', 'copy', 'beforetoggle', 'animationstart', 'toggle'];
  const SINKS = ['alert', 'confirm', 'prompt', 'print', 'open', 'fetch', 'XMLHttpRequest', 'WebSocket'];
  const seen = [];
  const names = new Set(Object.getOwnPropertyNames(window));

  document.addEventListener('securitypolicyviolation', (event) => {
    if (!event.blockedURI.startsWith('cid')) seen.push(`${event.effectiveDirective}: ${event.blockedURI || event.sample}`);
  });
  for (const name of SINKS) Object.defineProperty(window, name, { value: () => void seen.push(`called ${name}`), configurable: true });

  function lookAtAttributes(element) {
    const name = element.localName;
    for (const { name: attribute, value } of element.attributes) {
      const told = `${name} ${attribute}=${value.slice(0, 60)}`;
      if (attribute.startsWith('on') || attribute === 'id' || (attribute === 'name' && name !== 'a')) seen.push(told);
      if (attribute === 'href' && name !== 'a') seen.push(told);
      if (FETCHING.includes(attribute) && !/^(?:cid|data):/i.test(value)) seen.push(told);
    }
  }

  function lookAtLink(link) {
    if (link.href === '' || link.getAttribute('href').startsWith('#')) return;
    if (!HARMLESS_LINKS.includes(link.protocol)) seen.push(`link ${link.href.slice(0, 60)}`);
    if (link.target !== '_blank' || !link.relList.contains('noopener')) seen.push('a link that keeps its opener');
    if (link.host === location.host) seen.push(`link into the desk ${link.href}`);
  }

  function lookAtPlace(element, outer) {
    const style = getComputedStyle(element);
    if (style.position !== 'static' || style.zIndex !== 'auto') seen.push(`${element.localName} is ${style.position}, ${style.zIndex}`);
    // What is written from right to left grows to the left, and is clipped there.
    const rect = element.getBoundingClientRect();
    const isBefore = rect.left < outer.left - 1 || rect.top < outer.top - 1;
    if (rect.width > 0 && isBefore && element.closest('[dir=rtl]') === null) seen.push(`${element.localName} stands outside`);
  }

  function lookAtPoints() {
    for (let y = 5; y < innerHeight; y += 20)
      for (let x = 5; x < innerWidth; x += 20)
        for (const element of document.elementsFromPoint(x, y)) {
          const outer = element.closest('body > .box')?.getBoundingClientRect();
          if (outer && (x < outer.left || x > outer.right || y < outer.top || y > outer.bottom))
            seen.push(`${element.localName} reaches outside`);
        }
  }

  /** What the parsed elements would do, now and after they were written out and read again, and when they are touched. */
  function inspect(count) {
    const boxes = [...document.querySelectorAll('body > .box')];
    // No touch leads away: what a link would do is read off it.
    document.addEventListener('click', (event) => event.preventDefault(), true);
    for (const box of boxes) {
      const outer = box.getBoundingClientRect();
      for (let time = 0; time < 2; time += 1) {
        for (const element of box.querySelectorAll('*')) {
          if (!(element instanceof HTMLElement) || element instanceof HTMLUnknownElement) seen.push(`<${element.localName}>`);
          lookAtAttributes(element);
          if (element instanceof HTMLAnchorElement) lookAtLink(element);
          lookAtPlace(element, outer);
          for (const type of TOUCHES) element.dispatchEvent(new Event(type, { bubbles: true, cancelable: true }));
        }
        const written = box.innerHTML;
        box.innerHTML = written;
      }
    }
    lookAtPoints();
    for (const name of Object.getOwnPropertyNames(window)) if (!names.has(name)) seen.push(`new global ${name}`);
    if (boxes.length !== count || document.querySelector('body > :not(.box), .box .box')) seen.push('it broke out of the box');
    return seen;
  }

  Object.defineProperty(window, 'watchedPage', { value: { inspect } });
  names.add('watchedPage');
})();
