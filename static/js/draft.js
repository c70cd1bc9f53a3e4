// The draft's page: the editor that saves by itself, a text for each platform, and what others do meanwhile.
import { suggest } from './hashtags.js';
import { drawMarks, watch } from './marks.js';
import { texts } from './texts.js';
import * as unsaved from './unsaved.js';
import { know } from './version.js';

// Bytes that a request which outlives its page may have, less what the browser adds to them.
const OUTLIVES = 60000;
const SAVE_AFTER = 800, AGAIN_AFTER = 5000, LOOK_EVERY = 20000;

// --- saving ----------------------------------------------------------------------------------
const edit = (form) => {
  const saved = document.getElementById('saved'), conflict = document.getElementById('conflict');
  const newer = document.getElementById('newer'), written = texts(form);
  // `apart`: the next save takes the place of what somebody else saved, which stays a version of its own.
  let sent = state(), last = saved.dataset.saved, timer = 0, running = null, stuck = false, leaving = false, apart = false, left = null;

  function state() {
    const values = new FormData(form);
    ['csrf_token', 'version', 'seen', 'do', 'instructions', 'variants', 'each_platform', 'each_platform_shown', 'platforms_shown', 'accounts_shown'].forEach((name) => values.delete(name));
    return new URLSearchParams(values).toString();
  }
  const say = (words, hue = '') => { saved.className = `st ${hue}`; saved.lastElementChild.textContent = words; };
  const dirty = () => state() !== sent;
  const stop = (words) => { stuck = true; say(words, 'is-red'); };
  const made = () => [...form.querySelectorAll('[data-ai]')].map((element) => element.textContent);
  const put = (field, start, end, words) => {
    field.focus();
    field.setSelectionRange(start, end);
    // Typed rather than set, so that Ctrl+Z takes it back.
    if (!document.execCommand(words ? 'insertText' : 'delete', false, words)) {
      field.setRangeText(words, start, end, 'end');
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
  };
  suggest(form, written.field, put);
  const figures = watch(form, written.field, made, put, () => save());

  // Whether it may be sent after the page is gone: a browser refuses that to more than 64 KiB.
  const small = (body) => [...body].reduce((bytes, [, value]) => bytes + 200 + new Blob([value]).size, 0) < OUTLIVES;
  const send = async ({ again = false, atLast = false } = {}) => {
    const now = state(), body = new FormData(form);
    body.set('do', 'save');
    if (apart) body.set('apart', '1');
    say('Saving');
    const answer = await fetch(form.action, { method: 'POST', body, headers: { 'X-Autosave': '1', 'X-CSRFToken': form.elements.csrf_token.value }, keepalive: atLast && small(body) });
    if (!answer.headers.get('content-type')?.includes('json')) throw new Error(`answered ${answer.status}`);
    const said = await answer.json();
    // Signed out: the text waits here until somebody has signed in, in another tab.
    if (said.signed_out) { say(said.message, 'is-red'); timer = setTimeout(save, AGAIN_AFTER); return false; }
    if (said.csrf_token && !again) {
      if (said.person !== document.body.dataset.person) { stop('Not saved: somebody else signed in here. Copy your text, then reload'); return false; }
      for (const field of document.getElementsByName('csrf_token')) field.value = said.csrf_token;
      return send({ again: true, atLast });
    }
    if (answer.status === 412) { clash(said); return false; }
    if (answer.status >= 500) throw new Error(`answered ${answer.status}`);
    if (!answer.ok) { say(said.message, 'is-red'); return false; }
    sent = now;
    know(said.version);
    apart = false;
    last = said.saved;
    if (left) { unsaved.drop(form, left); left = null; }
    say(`Saved ${last}`);
    // An edit voids an approval: the page says so as soon as it is true.
    const badge = document.getElementById('state-shown');
    if (badge && badge.dataset.state !== said.state) { badge.dataset.state = said.state; badge.innerHTML = said.badge; }
    return true;
  };
  const save = async () => {
    clearTimeout(timer);
    // Of several that wait for a slow one, one goes on and the others wait for that.
    while (running) await running;
    if (stuck || !dirty()) return !stuck;
    running = send().catch(() => { say('Couldn’t save, trying again', 'is-orange'); timer = setTimeout(save, AGAIN_AFTER); return false; });
    const good = await running;
    running = null;
    return good;
  };

  // The page as the server has it; null where it can't be had.
  const fresh = async () => {
    const answer = await fetch(location.pathname + location.search).catch(() => null);
    const html = answer?.ok && !answer.redirected ? await answer.text().catch(() => '') : '';
    return { html: new DOMParser().parseFromString(html, 'text/html').getElementById('draft') ? html : null, redirected: answer?.redirected };
  };
  const swap = (html) => htmx.swap('#draft', html, { swapStyle: 'outerHTML' }, { select: '#draft' });
  // What was typed is saved first, and so is what is typed while the page comes.
  const redraw = async () => {
    while (await save()) {
      const { html } = await fresh();
      if (!html || !form.isConnected) return;
      if (!dirty()) { swap(html); return; }
    }
  };

  // Two people, or two tabs: both texts are shown and the person chooses. Nothing is overwritten.
  const clash = (said) => {
    newer.replaceChildren();
    conflict.innerHTML = said.html;
    choose(said.version);
  };
  const choose = (theirs) => {
    const asked = state();
    stuck = true;
    say('Not saved: there is a newer version', 'is-orange');
    conflict.querySelector('[data-conflict=mine]').addEventListener('click', (event) => {
      event.preventDefault();
      form.elements.version.value = theirs;
      stuck = false;
      apart = true;
      sent = '';
      conflict.replaceChildren();
      save();
      written.field().focus();
    });
    conflict.querySelector('[data-conflict=theirs]').addEventListener('click', async (event) => {
      event.preventDefault();
      // All of theirs: texts, platforms, accounts, images. Until they are here this page keeps mine and the question.
      const { html, redirected } = await fresh();
      if (!html) {
        say(redirected ? 'Sign in in another tab, then choose again' : 'Couldn’t get the newer version: choose again', 'is-orange');
        return;
      }
      const mine = written.fields().filter((field) => !field.disabled && field.value.trim()).map((field) => field.value);
      swap(html);
      // Mine stays to be read, and to be copied.
      const note = Object.assign(document.createElement('details'), { className: 'note is-grey mb-4' });
      note.append(Object.assign(document.createElement('summary'), { textContent: 'Your text, not saved' }));
      for (const text of mine) note.append(Object.assign(document.createElement('p'), { className: 'prose mt-2', textContent: text, dir: 'auto' }));
      document.getElementById('conflict')?.replaceChildren(note);
      note.firstElementChild.focus();
    });
    conflict.querySelector('[data-merge]')?.addEventListener('submit', (event) => {
      leaving = true;
      // What was typed after the two were put together is not in what is sent.
      if (state() !== asked) unsaved.keep(form);
      event.target.elements.csrf_token.value = form.elements.csrf_token.value;
    });
    conflict.scrollIntoView({ block: 'nearest' });
    conflict.querySelector('button')?.focus();
  };

  const changed = () => {
    // Typed and taken back: what is there is what was saved.
    if (!dirty()) { if (!stuck && !running) say(`Saved ${last}`); return; }
    if (!stuck) say('Not saved yet');
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_AFTER);
  };
  form.addEventListener('input', (event) => {
    if (written.fields().includes(event.target)) { written.draw(); figures.later(); tidy(); }
    if (event.target === form.elements.title) document.getElementById('title-shown').textContent = event.target.value || 'Untitled draft';
    changed();
  });
  form.addEventListener('app:text', () => { tidy(); figures.now(); changed(); });
  form.addEventListener('change', async (event) => {
    if (event.target.name !== 'platforms') return;
    // Its tabs are others now; the server draws them.
    redraw();
  });
  const tidy = () => {
    for (const line of form.querySelectorAll('[data-ai-line]')) line.hidden = !written.field().value.includes(line.querySelector('[data-ai]').textContent);
  };
  form.addEventListener('click', (event) => {
    const remove = event.target.closest('[data-remove-ai]');
    if (!remove) return;
    const words = remove.closest('[data-ai-line]').querySelector('[data-ai]').textContent;
    const field = written.field();
    field.value = field.value.replace(words, '').replace(/\n{3,}/g, '\n\n').trimEnd();
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.focus();
  });
  const keys = (event) => {
    if (!form.isConnected) { document.removeEventListener('keydown', keys); return; }
    if ((event.ctrlKey || event.metaKey) && event.key === 's') { event.preventDefault(); save(); }
  };
  document.addEventListener('keydown', keys);
  // These speak of the text as it was saved: they open once what was typed is safe.
  const safely = async (event) => {
    if (!form.isConnected) { document.removeEventListener('app:before-open', safely); return; }
    if (!['submit', 'aside'].includes(event.detail.dialog.id)) return;
    event.preventDefault();
    if (await save()) document.dispatchEvent(new CustomEvent('app:open', { detail: event.detail }));
  };
  document.addEventListener('app:before-open', safely);
  form.addEventListener('submit', () => { leaving = true; });
  addEventListener('beforeunload', (event) => { if (form.isConnected && !leaving && dirty()) event.preventDefault(); });
  // Nothing waits any more: a save that runs may be broken off with the page, one sent from here is not. That one
  // may be refused with nobody there to hear it, so the words stay in this browser too.
  addEventListener('pagehide', () => {
    if (!form.isConnected || leaving || !dirty()) return;
    left = unsaved.keep(form);
    if (!stuck) send({ atLast: true }).catch(() => {});
  });

  // What somebody else saved meanwhile: said before one writes on, not only when saving.
  const look = async () => {
    if (!form.isConnected) { clearInterval(looking); return; }
    if (document.hidden || stuck || running) return;
    const seen = form.elements.version.value;
    const answer = await fetch(`${form.dataset.newer}?version=${seen}`, { headers: { 'X-Poll': '1' } }).catch(() => null);
    if (answer?.status === 200 && !answer.redirected && seen === form.elements.version.value) {
      const html = await answer.text();
      if (newer.dataset.html !== html) { newer.dataset.html = html; newer.innerHTML = html; }
    } else if (answer?.status === 204) { newer.replaceChildren(); newer.dataset.html = ''; }
  };
  const looking = setInterval(look, LOOK_EVERY);
  document.addEventListener('visibilitychange', look);

  for (const field of written.fields()) drawMarks(field, [], made());
  tidy();
  figures.now();

  unsaved.offer(form, redraw, (kept) => {
    // They were written without having seen what was saved since: if anything was, saving asks what to do.
    for (const name of ['version', 'seen']) form.elements[name].value = kept.version;
    const missing = written.fill(kept.words);
    document.getElementById('title-shown').textContent = form.elements.title.value || 'Untitled draft';
    written.field().focus();
    save();
    return missing;
  });

  // The server drew the question with the page. Its form would answer it without being asked: without script, saving
  // once more means mine. Here it goes on as one that has not seen theirs, until somebody chooses.
  const answered = form.elements.apart;
  if (answered) {
    const theirs = form.elements.version.value;
    for (const name of ['version', 'seen']) form.elements[name].value = answered.dataset.seen;
    answered.remove();
    sent = '';
    choose(theirs);
  }
};

const begin = () => {
  const form = document.querySelector('form[data-autosave]');
  if (form && !form.dataset.followed) { form.dataset.followed = '1'; edit(form); }
};
begin();
document.addEventListener('htmx:afterSettle', begin);
