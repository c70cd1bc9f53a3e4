// The figures check while somebody writes: marks under the text, and the list beside it.
import { advance } from './version.js';

const WAIT = 350;

// The service counts code points, the page code units.
const unitsAt = (text) => {
  const at = [0];
  for (const char of text) at.push(at.at(-1) + char.length);
  return (point) => at[Math.min(point, at.length - 1)];
};

// The copy under a field: the same text, with what figures claim and what a model wrote marked on it.
export const drawMarks = (field, claims, written) => {
  const back = field.parentElement.querySelector('.write-back'), text = field.value, unit = unitsAt(text);
  const spans = claims.map((claim) => ({ start: unit(claim.start), end: unit(claim.end), className: `fig is-${claim.hue}` }));
  for (const piece of written) {
    const at = piece ? text.indexOf(piece) : -1;
    if (at >= 0) spans.push({ start: at, end: at + piece.length, className: 'ai' });
  }
  const cuts = [...new Set([0, text.length, ...spans.flatMap((span) => [span.start, span.end])])].sort((a, b) => a - b);
  const nodes = cuts.slice(0, -1).map((start, n) => {
    const run = text.slice(start, cuts[n + 1]);
    const over = spans.filter((span) => span.start <= start && start < span.end);
    if (!over.length) return run;
    return Object.assign(document.createElement('mark'), { className: over.map((span) => span.className).join(' '), textContent: run });
  });
  // The last line of a copy needs something on it to be as high as the field's.
  back.replaceChildren(...nodes, text.endsWith('\n') ? ' ' : '');
};

// --- checking --------------------------------------------------------------------------------
// Watches the field in hand. `current()` is that field; `written()` what a model wrote; `put` edits the text;
// `save` sees to it that the marks are those of a text that is saved.
export const watch = (form, current, written, put, save) => {
  const known = new Map();
  let timer = 0, asked = 0, shownFor = '', judged = 0;

  const show = (field, found) => {
    shownFor = field.value;
    drawMarks(field, found.marks, written());
    const list = document.getElementById('figures');
    if (!list) return;
    // Who stands on a row stays in the list: on the same mark where it is still there, else at the same place.
    const held = list.contains(document.activeElement) ? document.activeElement.closest('li') : null;
    list.innerHTML = found.html;
    htmx.process(list);
    if (held) {
      const now = list.querySelector(`[data-mark="${held.dataset.mark}"]`) ?? document.getElementById(held.id);
      (now?.querySelector('button') ?? list.querySelector('button'))?.focus();
    }
    // Read out when it changes, not with every key.
    const said = document.getElementById('figures-said');
    if (said && said.textContent !== found.said) said.textContent = found.said;
    const wrong = document.getElementById('wrong');
    if (wrong) { wrong.hidden = !found.wrong; document.getElementById('wrong-count').textContent = found.wrong; }
  };
  const ask = async () => {
    const field = current(), text = field.value, turn = ++asked, as = judged;
    if (known.has(text)) { show(field, known.get(text)); return; }
    const body = new FormData();
    body.set('csrf_token', form.elements.csrf_token.value);
    body.set('text', text);
    try {
      const answer = await fetch(form.dataset.check, { method: 'POST', body, headers: { 'X-CSRFToken': form.elements.csrf_token.value } });
      if (!answer.ok || !answer.headers.get('content-type')?.includes('json')) throw new Error(`answered ${answer.status}`);
      const found = await answer.json();
      if (known.size > 50) known.clear();
      // Asked before somebody answered for a figure: that is old, and asked anew already.
      if (as !== judged) return;
      known.set(text, found);
      // Written on meanwhile, or another tab: the next answer is on its way.
      if (turn === asked && current() === field && field.value === text) show(field, found);
    } catch {
      // The check is a help, not a gate: the text is saved all the same, and asked about again with the next word.
      if (turn === asked) timer = setTimeout(ask, 5000);
    }
  };
  const later = () => {
    const field = current();
    // Until the answer comes the marks would lie under other words: those of before the first change stay.
    if (field.value !== shownFor) drawMarks(field, [], written());
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  };

  document.addEventListener('click', (event) => {
    const shows = event.target.closest('[data-shows]'), fixes = event.target.closest('[data-fix]');
    const row = event.target.closest('#figures li');
    if (!row || (!shows && !fixes)) return;
    const field = current(), unit = unitsAt(field.value);
    if (fixes) {
      const [start, end] = fixes.dataset.fix.split(' ').map(Number);
      put(field, unit(start), unit(end), fixes.dataset.with);
      return;
    }
    field.focus();
    field.setSelectionRange(unit(Number(row.dataset.start)), unit(Number(row.dataset.end)));
  });
  // Somebody said why a figure holds, or no longer says so. In review that makes another version.
  const changed = (event) => {
    if (!form.isConnected) { document.removeEventListener('figures:changed', changed); return; }
    advance(event.detail.before, event.detail.version);
    judged += 1;
    known.clear();
    document.getElementById('aside')?.close();
    ask();
  };
  document.addEventListener('figures:changed', changed);
  const raise = async (event) => {
    if (!form.isConnected) { document.removeEventListener('submit', raise); return; }
    if (!event.target.matches('[data-raises]')) return;
    event.preventDefault();
    const body = new FormData(event.target);
    if (!await save()) { delete event.target.dataset.sent; return; }
    const answer = await fetch(event.target.action, { method: 'POST', body, headers: { 'HX-Request': 'true' } }).catch(() => null);
    const news = JSON.parse(answer?.headers.get('HX-Trigger') ?? '{}')['figures:changed'];
    if (news) { changed({ detail: news }); return; }
    const refusal = new DOMParser().parseFromString((await answer?.text()) ?? '', 'text/html').querySelector('.note');
    document.getElementById('trouble')?.replaceChildren(refusal ?? 'No answer came, so nothing was changed. Try again.');
    delete event.target.dataset.sent;
  };
  document.addEventListener('submit', raise);
  return { now: ask, later };
};
