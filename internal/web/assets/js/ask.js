// By which a reader asks to be told of notices on this device, chooses of what, and ends it. Nothing of it shows in a browser that cannot.
// The subscription is the browser's own; what it was asked to be told of is remembered beside it.
(() => {
  'use strict';

  const box = document.querySelector('.push');
  if (!box || !window.isSecureContext || !('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window)) return;

  const topicsKey = 'onrecord.push', languageKey = 'onrecord.push.language', renewedKey = 'onrecord.push.renewed', daily = 24 * 60 * 60e3;
  const read = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const write = (key, value) => { try { if (value === null) localStorage.removeItem(key); else localStorage.setItem(key, value); } catch { /* keeps nothing */ } };

  const ask = box.querySelector('.push-ask'), form = box.querySelector('form'), says = box.querySelector('.push-says');
  const start = box.querySelector('.push-start'), stop = box.querySelector('.push-stop');
  const say = (words) => { says.textContent = words; };

  // The one address of a script that this page may run beside those in its head (Trusted Types).
  const policy = window.trustedTypes?.createPolicy('push', {
    createScriptURL: (address) => { if (address !== '/push.js') throw new TypeError('no such script'); return address; },
  });
  const register = () => navigator.serviceWorker.register(policy ? policy.createScriptURL('/push.js') : '/push.js', { scope: '/' });

  const key = Uint8Array.from(atob(box.dataset.key.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
  const sameKey = (s) => {
    const have = s.options?.applicationServerKey;
    return !have || new Uint8Array(have).every((b, i) => b === key[i]);
  };
  const post = async (path, what) => {
    const answer = await fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(what) });
    if (!answer.ok) throw new Error(String(answer.status));
  };
  const subscription = async () => (await navigator.serviceWorker.getRegistration('/'))?.pushManager.getSubscription();
  const chosen = () => [...form.elements.topic].filter((e) => e.checked).map((e) => e.value);

  const show = (on) => {
    stop.hidden = !on;
    ask.textContent = on ? box.dataset.change : box.dataset.ask;
    start.textContent = on ? box.dataset.save : box.dataset.start;
    box.classList.toggle('push-on', on);
    if (!on) return;
    let topics;
    try { topics = JSON.parse(read(topicsKey)); } catch { topics = null; }
    if (Array.isArray(topics)) for (const e of form.elements.topic) e.checked = topics.includes(e.value);
  };

  const subscribe = async () => {
    const registration = await register();
    await navigator.serviceWorker.ready;
    let have = await registration.pushManager.getSubscription();
    if (have && !sameKey(have)) { await have.unsubscribe(); have = null; } // the house has another key by now
    return have || registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  };
  // What the house says itself is told in the language of the page on which the reader chose, wherever it is asked again.
  const tell = async (topics, language) => {
    const s = await subscribe();
    await post('/push', { ...s.toJSON(), topics, language });
    write(topicsKey, JSON.stringify(topics));
    write(languageKey, language);
    write(renewedKey, String(Date.now()));
  };

  const busy = async (what) => {
    start.disabled = stop.disabled = true;
    try { await what(); } catch { say(box.dataset.failed); } finally { start.disabled = stop.disabled = false; }
  };

  ask.addEventListener('click', () => {
    form.hidden = !form.hidden;
    ask.setAttribute('aria-expanded', String(!form.hidden));
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const topics = chosen();
    busy(async () => {
      if (topics.length === 0) { await end(); return; }
      if (await Notification.requestPermission() !== 'granted') { say(box.dataset.denied); return; }
      const was = box.classList.contains('push-on');
      await tell(topics, document.documentElement.lang);
      show(true);
      say(was ? box.dataset.saved : box.dataset.told);
    });
  });
  const end = async () => {
    const s = await subscription();
    if (s) {
      await post('/push/end', { endpoint: s.endpoint });
      await s.unsubscribe();
    }
    write(topicsKey, null);
    write(languageKey, null);
    write(renewedKey, null);
    show(false);
    say(box.dataset.stopped);
  };
  stop.addEventListener('click', () => busy(end));

  // One that asked before says once a day that it is there still, or what it has become.
  (async () => {
    const s = Notification.permission === 'granted' ? await subscription() : null;
    show(Boolean(s));
    box.hidden = false;
    if (!s) return;
    say(box.dataset.told);
    if (sameKey(s) && Date.now() - Number(read(renewedKey)) < daily) return;
    await tell(chosen(), read(languageKey) || document.documentElement.lang);
  })().catch(() => { box.hidden = false; });
})();
