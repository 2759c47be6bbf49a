// An article. Without this script the table of contents is links, the share row is links, and the buttons of what only a script can do
// are not shown. With it the reader's place is marked in the table of contents, the address can be copied, and the device's own way of
// sharing is offered where there is one.
(() => {
  'use strict';

  // The reader's place is the last heading that has passed the upper third of the window.
  const contents = document.querySelector('[data-contents]');
  const prose = document.querySelector('[data-prose]');
  if (contents && prose && 'IntersectionObserver' in window) {
    const links = new Map([...contents.querySelectorAll('a')].map((a) => [decodeURIComponent(a.hash.slice(1)), a]));
    const headings = [...prose.querySelectorAll('h2, h3')].filter((h) => links.has(h.id));
    let marked = null;
    const mark = () => {
      const end = document.documentElement.scrollHeight - innerHeight - scrollY < 2;
      let at = headings.findLastIndex((h) => h.getBoundingClientRect().top < innerHeight / 3);
      if (end) { // what is too short to come up there has come all the same
        const seen = headings.findLastIndex((h) => h.getBoundingClientRect().top < innerHeight);
        if (prose.getBoundingClientRect().bottom < innerHeight + 2) at = Math.max(at, seen);
      }
      const link = at < 0 ? null : links.get(headings[at].id);
      if (link === marked) return;
      marked?.removeAttribute('aria-current');
      link?.setAttribute('aria-current', 'location');
      marked = link;
    };
    const observer = new IntersectionObserver(mark, { rootMargin: '0px 0px -66.6% 0px', threshold: [0, 1] });
    for (const h of headings) observer.observe(h);
    mark();
  }

  for (const row of document.querySelectorAll('[data-share]')) {
    const { address, title, copied, notCopied } = row.dataset;
    const said = row.querySelector('[data-said]');
    const show = (what) => { row.querySelector(`[data-only="${what}"]`).hidden = false; };
    if (navigator.clipboard) show('copy'); // it is there on safe addresses only
    if (navigator.share && (!navigator.canShare || navigator.canShare({ url: address }))) show('device');
    row.addEventListener('click', async (event) => {
      const how = event.target.closest('[data-do]')?.dataset.do;
      if (how === 'copy') {
        try {
          await navigator.clipboard.writeText(address);
          said.textContent = copied;
        } catch {
          said.textContent = `${notCopied} ${address}`;
        }
      } else if (how === 'device') {
        try { await navigator.share({ title, url: address }); } catch { /* the reader thought better of it */ }
      }
    });
  }
})();
