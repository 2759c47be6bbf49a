// The live panel. Without this script the page shows the notices of the moment it was made; with it, new ones arrive at the
// top by server-sent events, and relative times stay true. Everything that comes in is set as text, never as markup.
(() => {
  'use strict';

  const list = document.querySelector('.notices[data-live]');

  const minute = 60e3, hour = 60 * minute, day = 24 * hour;
  const language = document.documentElement.lang || 'en';
  const said = document.querySelector('.notices')?.dataset || {};
  const relative = new Intl.RelativeTimeFormat(language);
  const since = (n, unit) => relative.format(-Math.floor(n), unit);

  // A message that counts comes with a wording for each form that numbers have in the language.
  const counted = (wordings, n) => {
    let forms = {};
    try { forms = JSON.parse(wordings); } catch { /* none */ }
    return (forms[new Intl.PluralRules(language).select(n)] || forms.other || '{n}').replace('{n}', n.toLocaleString(language));
  };

  // The words of messages/TAG.toml's ago, in the browser's own. What is older than a week keeps the date that the server wrote.
  const ago = (then) => {
    const d = Date.now() - then;
    if (d < -minute || d >= 7 * day) return '';
    if (d < minute) return said.now || '';
    if (d < hour) return since(d / minute, 'minute');
    if (d < day) return since(d / hour, 'hour');
    if (d < 2 * day) return said.yesterday || '';
    return since(d / day, 'day');
  };

  const retell = () => {
    for (const t of document.querySelectorAll('.notice-head time')) {
      const words = ago(Date.parse(t.dateTime));
      if (words && words !== t.textContent) t.textContent = words;
    }
  };

  const el = (name, cls, text) => {
    const e = document.createElement(name);
    if (cls) e.className = cls;
    if (text) { e.textContent = text; e.dir = 'auto'; }
    return e;
  };

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
  const unnumbered = (n, words) => {
    const number = `${n.part}/${n.parts}`;
    return n.parts && words.trim().startsWith(number) ? words.trim().slice(number.length).trim() : words;
  };

  const fill = (into, n) => {
    const [headline, body] = [unnumbered(n, n.title || ''), unnumbered(n, n.body || '')];
    const head = el('p', 'notice-head');
    head.append(el('span', 'notice-who', n.who), ' ');
    const time = el('time');
    time.dateTime = n.at;
    time.title = new Date(n.at).toLocaleString(language);
    time.textContent = ago(Date.parse(n.at)) || new Date(n.at).toLocaleDateString(language);
    head.append(time);
    const title = el('p', 'notice-title');
    title.dir = 'auto';
    if (n.parts) title.append(el('span', 'notice-part', `${n.part}/${n.parts}`), ' ');
    const href = safe(n.url), words = headline || body;
    if (href) {
      const a = el('a');
      a.href = href;
      a.textContent = words;
      title.append(a);
    } else {
      title.append(words);
    }
    into.append(head, title);
    if (headline && body) into.append(el('p', 'notice-body', body));
  };

  const shown = (seq) => list.querySelector(`[data-seq="${CSS.escape(String(seq))}"]`);

  const add = (n) => {
    if (shown(n.seq)) return;
    list.querySelector('.notice-none')?.remove();
    const item = el('li', `notice notice-${n.kind} notice-new`);
    item.dataset.seq = n.seq;
    fill(item, n);
    if (n.thread) {
      item.dataset.thread = n.thread;
      const older = list.querySelector(`[data-thread="${CSS.escape(n.thread)}"]`);
      if (older) fold(item, older);
    }
    list.prepend(item);
  };

  // The newest part of a thread stands for it; those before are folded under it.
  const fold = (item, older) => {
    const more = older.querySelector('.notice-more') || el('details', 'notice-more');
    const parts = more.querySelector('ol') || el('ol');
    more.remove();
    const part = el('li');
    part.dataset.seq = older.dataset.seq;
    part.append(...older.childNodes);
    parts.prepend(part);
    const summary = more.querySelector('summary') || el('summary');
    summary.textContent = counted(said.parts, parts.children.length);
    more.append(summary, parts);
    item.append(more);
    older.remove();
  };

  setInterval(retell, 30e3);
  if (!list || !window.EventSource) return;
  list.setAttribute('aria-live', 'polite');
  list.setAttribute('aria-relevant', 'additions');
  // The browser comes back by itself after a break and names the last event it saw, so nothing is missed.
  const stream = new EventSource(`${list.dataset.live}?after=${encodeURIComponent(list.dataset.last)}`);
  stream.addEventListener('notice', (event) => {
    let n;
    try { n = JSON.parse(event.data); } catch { return; }
    add(n);
  });
  addEventListener('pagehide', () => stream.close());
})();
