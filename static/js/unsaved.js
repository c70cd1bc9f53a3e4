// Words that were not saved when their page was left: kept in this browser until they are saved, put back or let go.
const KEPT = 'unsaved ', DAYS = 7, SETTLES = 1500;
const WORDS = '#title, #text, [data-own] textarea';

const key = (form) => `${KEPT}${document.body.dataset.person} ${new URL(form.action).pathname}`;
// A browser may refuse to keep anything, or have no room: there is nowhere else to put it.
const read = (name) => { try { return JSON.parse(localStorage.getItem(name)) ?? []; } catch { return []; } };
const write = (name, all) => {
  try { if (all.length) localStorage.setItem(name, JSON.stringify(all)); else localStorage.removeItem(name); } catch { /* see above */ }
};
const names = () => { try { return Object.keys(localStorage).filter((name) => name.startsWith(KEPT)); } catch { return []; } };
const written = (form) => Object.fromEntries([...form.querySelectorAll(WORDS)].filter((field) => !field.disabled).map((field) => [field.name, field.value]));
const same = (a, b) => JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());

/** Keeps what the editor holds. Returns when it was kept, by which it is dropped again. */
export const keep = (form) => {
  const at = Date.now();
  write(key(form), [...read(key(form)), { at, version: form.elements.version.value, words: written(form) }]);
  return at;
};

export const drop = (form, at) => write(key(form), read(key(form)).filter((kept) => kept.at !== at));

/** Tells of words that were kept, newest first, and hands them to `putBack` where they are wanted; it returns the
    names of those that have no place here. `redraw` has the page drawn anew. */
export const offer = async (form, redraw, putBack) => {
  for (const name of names()) write(name, read(name).filter((kept) => Date.now() - kept.at < DAYS * 864e5));
  const note = document.getElementById('unsaved'), page = written(form);
  for (const kept of read(key(form))) if (same(kept.words, page)) drop(form, kept.at);
  const kept = read(key(form)).at(-1);
  if (!kept || !note) return;
  // Left a moment ago: the last save may still be under way, and this page may be from before it.
  const since = Date.now() - kept.at;
  if (since < SETTLES) {
    await new Promise((done) => { setTimeout(done, SETTLES - since); });
    const answer = await fetch(`${form.dataset.newer}?version=${form.elements.version.value}`, { headers: { 'X-Poll': '1' } }).catch(() => null);
    if (!form.isConnected) return;
    if (answer?.status === 200 && !answer.redirected && same(written(form), page)) { redraw(); return; }
  }
  // The last save may have come through, and the draft have been changed since.
  const headers = { 'X-CSRFToken': form.elements.csrf_token.value };
  const answer = await fetch(form.dataset.kept, { method: 'POST', body: new URLSearchParams(kept.words), headers }).catch(() => null);
  const saved = answer?.ok && !answer.redirected && (await answer.json().catch(() => null))?.saved;
  if (!form.isConnected) return;
  if (saved) { drop(form, kept.at); offer(form, redraw, putBack); return; }
  tell(form, note, kept, putBack);
};

const tell = (form, note, kept, putBack) => {
  const there = written(form), differing = Object.entries(kept.words).filter(([name, words]) => words.trim() && words !== there[name]);
  if (!differing.length) { drop(form, kept.at); return; }
  const list = (some) => note.querySelector('[data-words]').replaceChildren(...some.map(([, words]) => Object.assign(document.createElement('p'), { className: 'prose mt-2', textContent: words, dir: 'auto' })));
  note.querySelector('[data-at]').textContent = new Date(kept.at).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
  list(differing);
  const over = () => { drop(form, kept.at); note.hidden = true; };
  const back = note.querySelector('[data-back]');
  back.addEventListener('click', () => {
    const missing = putBack(kept), left = differing.filter(([name]) => missing.includes(name));
    if (!left.length) { over(); return; }
    // The own text of a platform that the draft isn't for any more: it stays to be copied.
    write(key(form), read(key(form)).map((one) => (one.at === kept.at ? { ...one, words: Object.fromEntries(left) } : one)));
    list(left);
    back.hidden = true;
    note.querySelector('details').open = true;
  });
  note.querySelector('[data-let-go]').addEventListener('click', () => { over(); form.elements.text.focus(); });
  note.hidden = false;
};
