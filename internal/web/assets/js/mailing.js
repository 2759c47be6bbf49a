// The live counts of a mailing. Without this script the page shows those of the moment it was made; with it they are asked for every
// second while the page is looked at, until the mailing has ended. Everything is set as text, never as markup.
(() => {
  'use strict';

  const box = document.querySelector('#mailing[data-live]');
  if (!box) return;
  const words = document.querySelector('#mailing-words'), rate = document.querySelector('#mailing-rate');
  const bar = document.querySelector('#mailing-bar'), state = document.querySelector('#mailing-state');
  const ended = (s) => s === 'finished' || s === 'cancelled';
  const set = (e, text) => { if (e && e.textContent !== text) e.textContent = text; };
  const written = (n) => n.toLocaleString('en');

  // The words of left, on the server.
  const left = (seconds) => {
    if (seconds < 60) return 'less than a minute left';
    if (seconds < 5400) return `about ${Math.ceil(seconds / 60)} min left`;
    return `about ${Math.round(seconds / 3600)} hours left`;
  };

  // The looks of the last ten seconds say how quickly it goes.
  let looks = [];
  const speed = (c) => {
    looks.push({ at: c.at, done: c.done });
    looks = looks.filter((l) => c.at - l.at <= 10e3);
    const first = looks[0], passed = (c.at - first.at) / 1000, done = c.done - first.done;
    if (c.state === 'sending' && passed <= 0) return rate.textContent;
    if (c.state !== 'sending' || done <= 0) return '';
    const each = done / passed, said = `${written(Math.ceil(each))} a second`;
    return c.waiting > 0 ? `${said}, ${left(c.waiting / each)}` : said;
  };

  const show = (c) => {
    for (const e of document.querySelectorAll('[data-count]')) {
      const n = c[e.dataset.count];
      if (typeof n === 'number') set(e, written(n));
    }
    bar.value = c.percent;
    set(words, c.words);
    words.classList.toggle('mailing-held', c.state === 'paused');
    const changed = box.dataset.state !== c.state;
    if (changed) { // what passed while it was paused says nothing of how quickly it goes
      looks = [];
      set(rate, '');
    }
    set(rate, speed(c));
    if (!changed) return;
    box.dataset.state = c.state;
    set(state, c.state);
    state.className = `tag tag-${c.state}`;
    for (const e of box.querySelectorAll('[data-for]')) e.hidden = !e.dataset.for.split(' ').includes(c.state);
  };

  const look = async () => {
    if (document.visibilityState === 'visible') {
      try {
        const answer = await fetch(box.dataset.live, { headers: { Accept: 'application/json' }, redirect: 'error' });
        if (answer.ok) show(await answer.json());
      } catch { /* the next look may find it again */ }
    }
    if (!ended(box.dataset.state)) setTimeout(look, 1000);
  };
  if (!ended(box.dataset.state)) look();
})();
