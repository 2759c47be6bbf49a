// What a reader has seen of the notices, and whether they closed the panel. Both stay in the browser: a number and a word in its local
// storage, which all tabs share; nothing is sent. On pages with the panel its entries are counted; on others, the numbers of the newest
// notices, which are the same for everybody.
(() => {
  'use strict';

  const seenKey = 'onrecord.seen', shutKey = 'onrecord.panel', visitKey = 'onrecord.visit', knownKey = 'onrecord.known';
  const visitEnds = 30 * 60e3, knownFor = 60e3, looking = 1500;

  const store = (name, area) => ({
    get: () => { try { return area().getItem(name); } catch { return null; } },
    set: (value) => { try { area().setItem(name, value); } catch { /* a browser that keeps nothing */ } },
  });
  const local = (name) => store(name, () => localStorage), session = (name) => store(name, () => sessionStorage);
  const seenAt = local(seenKey), shutAt = local(shutKey), visitAt = session(visitKey), knownAt = session(knownKey);
  const number = (text) => { const n = Number(text); return text !== null && Number.isSafeInteger(n) && n >= 0 ? n : null; };

  const list = document.querySelector('ol.notices');
  const link = document.querySelector('.mast-nav a[href="/notices"]');
  const count = document.querySelector('.panel-count');
  const button = document.querySelector('.panel-fold');
  const body = document.getElementById('panel-body');
  const said = document.getElementById('notices-said');

  const newestOf = (entry) => Math.max(...[...entry.querySelectorAll('.notice-one')].map((p) => Number(p.dataset.seq)));
  const entries = () => [...list.querySelectorAll(':scope > .notice')];
  const shut = () => Boolean(button) && shutAt.get() === 'closed';

  // The rule stands between what is new and what was seen when this visit began. A visit is a tab's, and ends after half an hour without.
  const began = (seen) => {
    const [at, from] = (visitAt.get() || '').split(' ').map(number);
    const since = at && Date.now() - at < visitEnds && from !== null && from !== undefined && from <= seen ? from : seen;
    visitAt.set(`${Date.now()} ${since}`);
    return since;
  };

  const language = document.documentElement.lang || 'en', most = 99;
  const short = (n) => (n > most ? `${most.toLocaleString(language)}+` : n.toLocaleString(language));
  // A message that counts comes with a wording for each form that numbers have in the language.
  const counted = (wordings, n) => {
    const forms = JSON.parse(wordings);
    return (forms[new Intl.PluralRules(language).select(n)] || forms.other).replace('{n}', short(n));
  };
  const badge = (on, n) => {
    if (!on) return;
    on.hidden = n === 0;
    on.textContent = n === 0 ? '' : short(n);
  };
  const navCount = link && document.createElement('span');
  if (navCount) {
    navCount.className = 'nav-count';
    navCount.hidden = true;
    link.append(navCount);
  }
  const tell = (n) => {
    badge(navCount, n);
    if (!count) return;
    count.hidden = n === 0;
    count.textContent = n === 0 ? '' : counted(list.dataset.new, n);
  };

  if (!list) { // a page without the panel
    if (!link) return;
    const recount = () => {
      const seen = number(seenAt.get());
      if (seen === null) return; // they have never looked: nothing is new to them
      let known;
      try { known = JSON.parse(knownAt.get()); } catch { known = null; }
      if (known && Date.now() - known.at < knownFor) { tell(known.seqs.filter((s) => s > seen).length); return; }
      fetch('/notices/new').then((r) => (r.ok ? r.json() : Promise.reject(r.status))).then((seqs) => {
        knownAt.set(JSON.stringify({ at: Date.now(), seqs }));
        tell(seqs.filter((s) => s > seen).length);
      }).catch(() => {}); // the next page asks again
    };
    recount();
    addEventListener('storage', (event) => { if (event.key === seenKey) recount(); });
    addEventListener('pageshow', (event) => { if (event.persisted) recount(); });
    return;
  }

  const top = () => Math.max(Number(list.dataset.last) || 0, ...entries().map(newestOf));
  if (number(seenAt.get()) === null) seenAt.set(top()); // the first visit: nothing is new, for nothing was there before
  let since = began(number(seenAt.get()) ?? top());

  const mark = () => {
    const seen = number(seenAt.get()) ?? top();
    const all = entries();
    for (const e of all) e.classList.toggle('notice-unread', newestOf(e) > since);
    list.querySelector('.notices-rule')?.remove();
    const last = all.findLastIndex((e) => e.classList.contains('notice-unread'));
    const first = all.findIndex((e) => !e.classList.contains('notice-unread'));
    if (first > 0 && last >= 0) {
      const rule = document.createElement('li');
      rule.className = 'notices-rule';
      rule.textContent = list.dataset.seen;
      list.insertBefore(rule, all[first]);
    }
    tell(all.filter((e) => newestOf(e) > seen).length);
    look();
  };

  // What was on the screen for a moment, in a tab that is looked at, was seen.
  let onScreen = false, timer = 0;
  const look = () => {
    clearTimeout(timer);
    if (!onScreen || shut() || document.visibilityState !== 'visible' || top() <= (number(seenAt.get()) ?? 0)) return;
    timer = setTimeout(() => {
      seenAt.set(Math.max(top(), number(seenAt.get()) ?? 0));
      tell(0);
    }, looking);
  };
  new IntersectionObserver((all) => { onScreen = all[all.length - 1].isIntersecting; look(); }).observe(list);

  // Closing leaves the heading with its count and the button, which opens it again: the focus stays where it is.
  const show = () => {
    if (!button) return;
    const closed = shut();
    button.setAttribute('aria-expanded', String(!closed));
    button.textContent = closed ? button.dataset.open : button.dataset.close;
    body.hidden = closed;
    button.closest('.panel').classList.toggle('panel-shut', closed);
  };
  if (button) {
    button.hidden = false;
    button.addEventListener('click', () => {
      shutAt.set(shut() ? 'open' : 'closed');
      show();
      look();
    });
  }

  show();
  mark();
  document.addEventListener('notices', (event) => {
    if (said && !shut()) said.textContent = list.dataset.arrived.replace('{title}', event.detail.title);
    mark();
  });
  addEventListener('storage', (event) => {
    if (event.key === seenKey || event.key === null) mark();
    if (event.key === shutKey || event.key === null) { show(); look(); }
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') since = began(number(seenAt.get()) ?? since);
    mark();
  });
  addEventListener('pageshow', (event) => { if (event.persisted) { since = began(number(seenAt.get()) ?? since); show(); mark(); } });
})();
