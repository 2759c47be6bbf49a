// Walking through the statements of a report. Without this script the numbers in the text and in the list are links to one
// another, and Tab goes through them; with it, n and p go to the next and the previous one wherever on the page the focus is, but
// not in a field and not where the box beside the buttons is cleared, and the statement that was gone to is set off from the others. Escape ends that; n and p go on from there. Where
// the list is out of sight, its labels are shown at the foot of the window.
(() => {
  'use strict';

  const reading = document.querySelector('[data-walk]');
  const refs = reading ? [...reading.querySelectorAll('.ref')] : [];
  if (!refs.length) return;
  const numbers = [...reading.querySelectorAll('.said-no')];
  const items = [...reading.querySelectorAll('.said-list > li')];
  const pieces = [...reading.querySelectorAll('.text [data-of]')].map((e) => [e, e.dataset.of.split(' ')]);
  const text = reading.querySelector('.text');
  const now = reading.querySelector('.now');
  const what = now?.querySelector('.now-what');
  // A statement whose cue does not stand in the text has no number there.
  const order = refs.map((e) => e.id.slice('ref-'.length));
  let at = -1; // where the reader is, or was when Escape was pressed

  // setOff sets one statement off from the others; -1: none.
  const setOff = (i) => {
    text.classList.toggle('walking', i >= 0);
    for (const [e, of] of pieces) e.classList.toggle('on', i >= 0 && of.includes(order[i]));
    for (const e of refs) e.classList.toggle('on', i >= 0 && e === refs[i]);
    const item = i >= 0 && document.getElementById(`statement-${order[i]}`);
    for (const e of items) e.classList.toggle('on', e === item);
    if (!now) return;
    now.hidden = !item;
    if (!item) return;
    what.replaceChildren(...[...item.children].map((e) => {
      const copy = e.cloneNode(true);
      for (const link of copy.querySelectorAll('a')) link.replaceWith(Object.assign(document.createElement('span'), { className: 'said-no', textContent: link.textContent }));
      return copy;
    }));
    const side = item.closest('.read-side'); // scrolls by itself where there is room for it beside the text
    if (side.scrollHeight > side.clientHeight) {
      const [a, b] = [item.getBoundingClientRect(), side.getBoundingClientRect()];
      if (a.top < b.top || a.bottom > b.bottom) side.scrollTop += a.top - b.top - b.height / 3;
    }
  };

  const show = (i) => {
    at = i;
    setOff(i);
  };

  // whose gives the place of the statement whose number in the text, number in the list, or entry in the list an element is; -1: of none.
  const whose = (e) => {
    if (numbers.includes(e)) return order.indexOf(e.textContent.trim());
    if (items.includes(e)) return order.indexOf(e.id.slice('statement-'.length));
    return refs.indexOf(e);
  };

  const step = (by) => {
    const next = at < 0 ? (by > 0 ? 0 : refs.length - 1) : Math.min(refs.length - 1, Math.max(0, at + by));
    const inList = document.activeElement?.closest('.said-list');
    const to = inList ? document.querySelector(`#statement-${order[next]} .said-no`) : refs[next];
    to.focus({ preventScroll: true });
    to.scrollIntoView({ block: inList ? 'nearest' : 'center' });
  };

  reading.addEventListener('focusin', (event) => {
    const i = whose(event.target);
    if (i >= 0) show(i);
  });
  // Keys of a single letter can be switched off (WCAG 2.1.4): speech input types them. The browser remembers it, where it may.
  const keys = reading.querySelector('[data-keys]');
  try {
    if (keys && localStorage.getItem('walk-keys') === 'off') keys.checked = false;
    keys?.addEventListener('change', () => localStorage.setItem('walk-keys', keys.checked ? 'on' : 'off'));
  } catch { /* storage is forbidden: it holds for this page */ }
  document.addEventListener('keydown', (event) => {
    if (keys && !keys.checked && event.key !== 'Escape') return;
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.isComposing) return;
    if (event.target.closest?.('input, textarea, select, [contenteditable]')) return;
    if (event.key === 'n' || event.key === 'p') {
      event.preventDefault();
      step(event.key === 'n' ? 1 : -1);
    } else if (event.key === 'Escape') {
      setOff(-1);
    }
  });
  reading.addEventListener('click', (event) => {
    const by = Number(event.target.closest('[data-step]')?.dataset.step ?? NaN);
    if (by === 0) {
      refs[at].focus();
      setOff(-1);
    } else if (by) {
      step(by);
    }
  });
  const there = whose(document.getElementById(location.hash.slice(1))); // where the address leads, which may have the focus already
  if (there >= 0) show(there);
  reading.classList.add('walkable'); // from here on it is the script that highlights, and not the address
  const steps = reading.querySelector('.walk-steps');
  if (steps) steps.hidden = false;
})();
