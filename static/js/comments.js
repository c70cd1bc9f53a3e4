// Comments: words that are selected become what a comment is about; @ offers the team; a link opens its thread.
const $ = (id) => document.getElementById(id);
const points = (text) => [...text].length;
let chosen = null;

// --- the words a comment is about --------------------------------------------------------------
const fieldOf = (platform) => $(platform ? `own-${platform}` : 'text');

// Where a selection lies: in a field of the editor, or in a text that is only read.
const selected = () => {
  const field = document.activeElement;
  if (field?.matches?.('#editor textarea[id=text], #editor textarea[id^=own-]')) {
    const quote = field.value.slice(field.selectionStart, field.selectionEnd);
    if (!quote.trim()) return null;
    return { quote, start: points(field.value.slice(0, field.selectionStart)), platform: field.id === 'text' ? '' : field.id.slice(4), after: field.closest('.write') };
  }
  const range = getSelection()?.rangeCount ? getSelection().getRangeAt(0) : null;
  const prose = range && (range.commonAncestorContainer.nodeType === 1 ? range.commonAncestorContainer : range.commonAncestorContainer.parentElement)?.closest('[data-words]');
  const quote = prose ? range.toString() : '';
  if (!quote.trim()) return null;
  const before = range.cloneRange();
  before.selectNodeContents(prose);
  before.setEnd(range.startContainer, range.startOffset);
  return { quote, start: points(before.toString()), platform: prose.dataset.words, after: prose };
};

const offer = document.createElement('p');
offer.className = 'comment-on';
offer.hidden = true;
offer.innerHTML = '<button class="btn btn-sm btn-outline-secondary" type="button">Comment on the selected words <kbd>Alt</kbd> <kbd>C</kbd></button>';

const look = () => {
  if (!document.querySelector('#about') || offer.contains(document.activeElement)) return;
  const found = selected();
  if (found && points(found.quote) <= 500) {
    chosen = found;
    if (found.after && offer.previousElementSibling !== found.after) (found.after.closest('.write-foot') ?? found.after).after(offer);
    offer.hidden = false;
  } else if (!document.activeElement?.closest('#about')) { offer.hidden = true; chosen = null; }
};
document.addEventListener('selectionchange', look);

const show = (words) => {
  const form = $('comment-form');
  if (!form) return;
  form.elements.quote.value = words?.quote ?? '';
  form.elements.start.value = words?.start ?? '';
  form.elements.platform.value = words?.platform ?? '';
  const about = form.querySelector('[data-about-words]');
  about.hidden = !words;
  about.querySelector('[data-quote]').textContent = words?.quote ?? '';
  form.elements.text.focus();
};

// The panel may show something else: it is fetched, and what is typed in the editor stays.
const comment = async () => {
  const words = chosen;
  if (!words) return;
  if (!$('comment-form')) {
    const tab = document.querySelector('#about a[href*="about=comments"]');
    if (!tab) return;
    await htmx.ajax('GET', tab.getAttribute('href'), { source: tab, target: '#about' });
  }
  show(words);
  offer.hidden = true;
};
offer.firstElementChild.addEventListener('click', comment);

document.addEventListener('keydown', (event) => {
  if (event.altKey && !event.ctrlKey && !event.metaKey && event.code === 'KeyC') {
    look();
    if (chosen) { event.preventDefault(); comment(); }
  }
});

// Code points as the field or the page counts them: UTF-16.
const units = (text, count) => [...text].slice(0, count).join('').length;

// The text may have changed since the panel came: of all places of the words, the one nearest to where they stood.
const nearest = (text, quote, start) => {
  let best = -1;
  for (let at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + 1)) if (best < 0 || Math.abs(at - start) < Math.abs(best - start)) best = at;
  return best;
};

// The shared text is hidden while a platform with its own text is in hand: one that follows it shows it.
const follower = () => document.querySelector('[data-standing] [data-depart]:not([hidden])')?.closest('[data-standing]').dataset.standing;

const showWords = async (thread) => {
  const { start, end, platform } = thread.dataset, field = fieldOf(platform);
  const quote = thread.querySelector('[data-quoted]').textContent;
  if (field) {
    const at = nearest(field.value, quote, units(field.value, Number(start)));
    if (at < 0) { thread.querySelector('[data-gone]').hidden = false; return; }
    const tab = platform || (field.closest('[hidden]') ? follower() : '');
    $(`tab-${tab}`)?.click();
    await null; // the editor arranges itself once the tab is chosen
    const hidden = field.closest('[hidden]');
    thread.querySelector('[data-apart]').hidden = !hidden;
    if (hidden) return;
    field.focus();
    field.setSelectionRange(at, at + quote.length);
    field.scrollIntoView({ block: 'nearest' });
    return;
  }
  const of = [...document.querySelectorAll(`[data-words="${platform}"]`)];
  const prose = of.find((one) => !one.closest('[hidden]')) ?? of[0] ?? document.querySelector('[data-words]');
  if (!prose) return;
  $(prose.closest('[role=tabpanel][hidden]')?.getAttribute('aria-labelledby'))?.click();
  const range = document.createRange(), walk = document.createTreeWalker(prose, NodeFilter.SHOW_TEXT);
  const text = prose.textContent;
  let left = units(text, Number(start)), right = units(text, Number(end)), begun = false;
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (!begun && left <= node.length) { range.setStart(node, left); begun = true; }
    if (right <= node.length) { range.setEnd(node, right); break; }
    left -= node.length; right -= node.length;
  }
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  prose.scrollIntoView({ block: 'nearest' });
};

document.addEventListener('click', (event) => {
  if (event.target.closest('[data-show-words]')) showWords(event.target.closest('[data-start]'));
  if (event.target.closest('[data-forget-words]')) { chosen = null; show(null); }
});

// --- @ ---------------------------------------------------------------------------------------------
let list = null, field = null, asked = 0, found = [], at = 0, from = 0;

const close = () => {
  list?.remove();
  list = null; found = [];
  for (const name of ['aria-controls', 'aria-activedescendant']) field?.removeAttribute(name);
};

const mark = () => {
  [...list.children].forEach((item, n) => item.setAttribute('aria-selected', n === at));
  field.setAttribute('aria-activedescendant', `name-${at}`);
};

const pick = (n) => {
  const person = found[n], caret = field.selectionStart;
  field.setRangeText(`@${person.name} `, from, caret, 'end');
  // Of namesakes the one chosen last is meant.
  for (const meant of field.form.querySelectorAll('input[name=mention]')) if (meant.dataset.name === person.name) meant.remove();
  const meant = Object.assign(document.createElement('input'), { type: 'hidden', name: 'mention', value: person.id });
  meant.dataset.name = person.name;
  field.form.append(meant);
  close();
};

const open = (people) => {
  close();
  if (!people.length) return;
  found = people; at = 0;
  list = Object.assign(document.createElement('ul'), { className: 'names', id: 'names' });
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', 'People to mention');
  people.forEach((person, n) => {
    const item = Object.assign(document.createElement('li'), { id: `name-${n}`, textContent: person.name });
    item.setAttribute('role', 'option');
    // Of namesakes only this says who is who.
    if (person.about) item.append(' ', Object.assign(document.createElement('span'), { className: 'lab', textContent: person.about }));
    item.addEventListener('mousedown', (event) => { event.preventDefault(); pick(n); });
    list.append(item);
  });
  field.parentElement.classList.add('names-box');
  field.after(list);
  field.setAttribute('aria-controls', 'names');
  mark();
  list.scrollIntoView({ block: 'nearest' });
};

document.addEventListener('input', async (event) => {
  const target = event.target;
  if (!target.matches?.('textarea[data-mentions]')) return;
  field = target;
  field.setAttribute('aria-autocomplete', 'list');
  // Somebody whose name was taken out again is not told.
  for (const meant of field.form.querySelectorAll('input[name=mention]')) if (!field.value.includes(`@${meant.dataset.name}`)) meant.remove();
  const typed = /(?:^|[^\p{L}\p{N}@.])@([\p{L}\p{N}’'-]*(?: [\p{L}\p{N}’'-]*)?)$/u.exec(field.value.slice(0, field.selectionStart));
  if (!typed) { close(); return; }
  from = field.selectionStart - typed[1].length - 1;
  const now = ++asked;
  try {
    const answer = await fetch(`${field.dataset.mentions}?q=${encodeURIComponent(typed[1])}`, { headers: { Accept: 'application/json' } });
    if (now === asked && answer.ok && field === document.activeElement) open((await answer.json()).items);
  } catch { close(); } // no list is no reason to stop typing: a whole name is understood without it
});

document.addEventListener('keydown', (event) => {
  if (!list || event.target !== field) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) { event.preventDefault(); at = (at + step + found.length) % found.length; mark(); }
  else if ((event.key === 'Enter' && !event.ctrlKey && !event.metaKey) || event.key === 'Tab') { event.preventDefault(); pick(at); }
  else if (event.key === 'Escape') { event.preventDefault(); event.stopPropagation(); close(); }
}, true);
document.addEventListener('focusout', (event) => { if (event.target === field) close(); });

// --- where a link, or one's own words, lead ------------------------------------------------------
const goTo = (id) => {
  const comment = id && $(id);
  if (!comment) return;
  comment.focus();
  comment.scrollIntoView({ block: 'center' });
};
// What is typed while a comment is on its way goes on in the field that comes with the answer.
let sent = null;
document.addEventListener('htmx:beforeRequest', (event) => {
  const form = event.detail.elt.closest?.('[data-talk] form');
  if (form) sent = form.elements.text ? { id: form.elements.text.id, text: form.elements.text.value } : null;
});
document.addEventListener('htmx:beforeSwap', () => {
  const text = sent && $(sent.id);
  if (text) sent.rest = text.value.startsWith(sent.text) ? text.value.slice(sent.text.length) : text.value;
});
document.addEventListener('htmx:afterSwap', (event) => {
  // Refused: what was sent is in the field again.
  if (!sent || event.detail.xhr?.status !== 422) return;
  const text = $(sent.id);
  if (text && sent.rest) text.value += sent.rest;
  sent = null;
});
document.addEventListener('talk:said', (event) => {
  const said = $(event.detail.value), next = sent && $(sent.id);
  if (next && sent.id === 'comment-text') {
    next.value = sent.rest ?? '';
    next.focus();
    said?.scrollIntoView({ block: 'nearest' });
    next.scrollIntoView({ block: 'nearest' });
  } else if (next && sent.rest) {
    const folded = next.closest('details');
    if (folded) folded.open = true;
    next.value = sent.id.startsWith('reply-') ? sent.rest : next.value + sent.rest;
    next.focus();
  } else goTo(event.detail.value);
  sent = null;
});
if (location.hash.startsWith('#comment-')) goTo(location.hash.slice(1));
document.addEventListener('toggle', (event) => {
  if (event.target.open && event.target.closest('[data-talk]')) event.target.querySelector('textarea')?.focus();
}, true);
document.addEventListener('htmx:afterSettle', (event) => {
  event.detail.elt.querySelector?.('[data-talk] textarea[aria-invalid=true]')?.focus();
});
