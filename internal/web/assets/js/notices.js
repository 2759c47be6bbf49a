// The live list of notices. Without this script the page shows the notices of the moment it was made; with it, new ones come in by
// server-sent events, each where its time puts it, the parts of a thread under one another, and relative times stay true. Everything that
// comes in is set as text, never as markup. What a reader has seen is panel.js's business, which is told of every change.
(() => {
  'use strict';

  const list = document.querySelector('ol.notices');
  if (!list) return;
  const words = list.dataset;
  const language = document.documentElement.lang || 'en';
  const minute = 60e3, hour = 60 * minute, day = 24 * hour;

  // The words of messages/TAG.toml's ago, in the browser's own. What is older than a week has its date, as the server writes it.
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'always' });
  const figures = (n) => n.toLocaleString(language);
  const written = (then, how) => new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { ...how, timeZone: words.zone }).format(then);
  const dated = (then) => written(then, {
    day: 'numeric', month: 'long', year: new Date(then).getFullYear() === new Date().getFullYear() ? undefined : 'numeric',
  });
  // Day and hour apart: together, browsers join them each in its own way.
  const exact = (then) => `${written(then, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })}, `
    + `${written(then, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })} ${words.zone}`;
  const ago = (then) => {
    const d = Date.now() - then;
    if (d < -minute || d >= 7 * day) return '';
    if (d < minute) return words.now;
    if (d < hour) return relative.format(-Math.floor(d / minute), 'minute');
    if (d < day) return relative.format(-Math.floor(d / hour), 'hour');
    if (d < 2 * day) return words.yesterday;
    return relative.format(-Math.floor(d / day), 'day');
  };
  const retell = () => {
    for (const t of list.querySelectorAll('.notice-head time')) {
      const told = ago(Date.parse(t.dateTime)) || (t.dataset.told ? dated(Date.parse(t.dateTime)) : '');
      if (told && told !== t.textContent) {
        t.textContent = told;
        t.dataset.told = 'yes'; // what the server wrote of an old one stays
      }
    }
  };

  const el = (name, cls, text) => {
    const e = document.createElement(name);
    if (cls) e.className = cls;
    if (text) { e.textContent = text; e.dir = 'auto'; }
    return e;
  };
  const filled = (form, values) => form.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  // An address from outside is followed only if it is a path here, or http or https.
  const safe = (address) => {
    if (!address) return '';
    if (/^\/(?![/\\])/.test(address)) return address;
    try {
      const u = new URL(address);
      return u.protocol === 'http:' || u.protocol === 'https:' ? address : '';
    } catch { return ''; }
  };

  // The number of a thread's part stands before its words already.
  const unnumbered = (n, text) => {
    const number = `${n.part}/${n.parts}`;
    return n.parts && text.trim().startsWith(number) ? text.trim().slice(number.length).trim() : text;
  };

  const partOf = (n) => {
    const part = el('div', 'notice-one');
    part.dataset.seq = n.seq;
    part.dataset.at = n.at;
    const [headline, body] = [unnumbered(n, n.title || ''), unnumbered(n, n.body || '')];
    const head = el('p', 'notice-head');
    const time = el('time');
    const then = Date.parse(n.at);
    time.dateTime = n.at;
    time.title = exact(then);
    time.textContent = ago(then) || dated(then);
    time.dataset.told = 'yes';
    const kind = el('span', 'notice-kind');
    kind.textContent = { post: words.kindPost, watch: words.kindWatch, edition: words.kindEdition }[n.kind] || '';
    head.append(el('span', 'notice-who', n.who), ' ', kind, ' ', time);
    const title = el('p', 'notice-title');
    title.dir = 'auto';
    if (n.parts) {
      part.dataset.part = n.part;
      part.dataset.parts = n.parts;
      const number = el('span', 'notice-part');
      number.textContent = `${figures(n.part)}/${figures(n.parts)}`;
      title.append(number, ' ');
    }
    const href = safe(n.url), said = headline || body;
    if (href) {
      const a = el('a');
      a.href = href;
      a.textContent = said;
      title.append(a);
    } else {
      title.append(said);
    }
    part.append(head, title);
    if (headline && body) part.append(el('p', 'notice-body', body));
    return part;
  };

  const partsOf = (entry) => [...entry.querySelectorAll('.notice-one')];
  const later = (a, b) => Date.parse(a.dataset.at) - Date.parse(b.dataset.at) || a.dataset.seq - b.dataset.seq;
  const latest = (entry) => partsOf(entry).reduce((a, b) => (later(a, b) < 0 ? b : a));

  // An entry stands where its newest part would. Where a reader is in it with the keyboard, they stay there.
  const place = (entry) => {
    const active = document.activeElement;
    const newest = latest(entry);
    const next = [...list.querySelectorAll(':scope > .notice')].find((e) => e !== entry && later(latest(e), newest) < 0);
    if (next) list.insertBefore(entry, next);
    else list.append(entry);
    if (entry.contains(active)) active.focus({ preventScroll: true });
  };

  // The last part of a thread stands for it; the others are folded under it, and it is said how many are there.
  const fold = (entry) => {
    const parts = partsOf(entry).sort((a, b) => b.dataset.part - a.dataset.part || later(b, a));
    const have = new Set(parts.map((p) => p.dataset.part)).size, all = Number(parts[0].dataset.parts);
    const told = filled(have === all ? words.whole : words.have, { have: figures(have), all: figures(all) });
    const old = entry.querySelector('.notice-more');
    entry.querySelector('.notice-lacks')?.remove();
    if (parts.length === 1) {
      const lacks = el('p', 'notice-lacks');
      lacks.textContent = told;
      entry.append(parts[0], lacks);
      return;
    }
    const more = old || el('details', 'notice-more');
    const summary = more.querySelector('summary') || el('summary');
    const ol = more.querySelector('ol') || el('ol');
    summary.textContent = told;
    const active = document.activeElement;
    ol.replaceChildren(...parts.slice(1).map((p) => { const li = el('li'); li.append(p); return li; }));
    if (!old) more.append(summary, ol);
    entry.prepend(parts[0]);
    entry.append(more);
    if (entry.contains(active)) active.focus({ preventScroll: true });
  };

  const add = (n) => {
    if (!Number.isSafeInteger(n.seq) || Number.isNaN(Date.parse(n.at))) return;
    if (list.querySelector(`.notice-one[data-seq="${n.seq}"]`)) return;
    list.querySelector('.notice-none')?.remove();
    const part = partOf(n);
    let entry = n.thread && list.querySelector(`:scope > [data-thread="${CSS.escape(n.thread)}"]`);
    if (!entry) {
      entry = el('li', `notice notice-${String(n.kind).replace(/[^a-z]/g, '')}`);
      if (n.thread) entry.dataset.thread = n.thread;
    }
    entry.classList.add('notice-new');
    entry.prepend(part);
    if (n.parts) fold(entry);
    place(entry);
    // A page that is open for days does not grow for ever.
    const entries = list.querySelectorAll(':scope > .notice'), most = 3 * Number(words.limit || 100);
    for (let i = entries.length - 1; i >= most; i--) entries[i].remove();
    document.dispatchEvent(new CustomEvent('notices', { detail: { title: n.title || n.body } }));
  };

  retell();
  setInterval(retell, 30e3);
  if (!words.live || !window.EventSource) return;

  // The stream. The browser comes back by itself after a short break, and names the last event that it saw. After a refusal it would not,
  // and while a server is away for longer, all pages would ask at one pace: then this waits longer and longer, each page for a while of its
  // own. A stream that is silent for longer than the server ever is was lost on the way. In each case it begins where it stopped.
  const away = document.getElementById('notices-away');
  const unseen = 60e3, patience = 50e3, longest = 60e3, often = 3;
  let last = Number(words.last) || 0, stream = null, failures = 0, timer = 0, silence = 0;

  const heard = () => {
    failures = 0;
    if (away) away.hidden = true;
    clearTimeout(silence);
    silence = setTimeout(again, patience);
  };
  const close = () => {
    clearTimeout(timer);
    clearTimeout(silence);
    stream?.close();
    stream = null;
  };
  const open = () => {
    close();
    const mine = stream = new EventSource(`${words.live}&after=${last}`);
    silence = setTimeout(again, patience);
    mine.addEventListener('open', heard);
    mine.addEventListener('beat', heard);
    mine.addEventListener('notice', (event) => {
      heard();
      let n;
      try { n = JSON.parse(event.data); } catch { return; }
      add(n);
      if (Number.isSafeInteger(n.seq)) last = Math.max(last, n.seq);
    });
    mine.addEventListener('error', () => {
      if (mine !== stream) return;
      failures++;
      if (failures >= often && away) away.hidden = false;
      if (mine.readyState === EventSource.CLOSED || failures >= often) again();
    });
  };
  const again = () => {
    close();
    failures = Math.max(failures, 1);
    const wait = Math.min(longest, 1000 * 2 ** Math.min(failures, 6));
    timer = setTimeout(open, wait * (0.5 + Math.random() / 2));
  };

  open();
  addEventListener('pagehide', close);
  addEventListener('pageshow', (event) => { if (event.persisted) { retell(); open(); } }); // from the back/forward cache
  addEventListener('online', () => { if (!stream) open(); });
  // A tab that nobody looks at lets its stream go after a while: over HTTP/1.1 a browser has six connections to a site in all its tabs.
  let idle = 0;
  document.addEventListener('visibilitychange', () => {
    clearTimeout(idle);
    if (document.visibilityState === 'hidden') { idle = setTimeout(close, unseen); return; }
    retell();
    if (!stream) open();
  });
})();
