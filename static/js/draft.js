// The draft's page: the text while it is written, the editor that saves by itself.
const LINES = {
  waiting: 'Waiting for the data of its search', queued: 'Waiting for its turn at the model',
  running: 'You may close this page; it goes on.', generating: 'You may close this page; it goes on.',
};

let asked = 0;

// --- streaming -----------------------------------------------------------------------------
const follow = (box) => {
  const text = document.getElementById('stream-text'), count = document.getElementById('stream-count');
  const state = document.getElementById('stream-state');
  const source = new EventSource(box.dataset.stream);
  let begun = false;
  const finish = () => {
    source.close();
    // Asked again at most every three seconds: a stream that ends too early must not become a storm.
    const wait = Math.max(0, asked + 3000 - Date.now());
    asked = Date.now() + wait;
    setTimeout(() => htmx.ajax('GET', box.dataset.page, { target: '#draft', select: '#draft', swap: 'outerHTML' }), wait);
  };
  source.addEventListener('token', (event) => {
    // The stream begins with all that was written so far, so it replaces what the page brought.
    if (!begun) { text.textContent = ''; begun = true; }
    text.textContent += JSON.parse(event.data).text;
    count.textContent = `${[...new Intl.Segmenter().segment(text.textContent)].length} characters`;
  });
  source.addEventListener('rewind', (event) => {
    text.textContent = [...text.textContent].slice(0, JSON.parse(event.data).length).join('');
  });
  source.addEventListener('state', (event) => {
    const name = JSON.parse(event.data).state;
    if (LINES[name]) state.textContent = LINES[name];
  });
  source.addEventListener('done', finish);
  source.addEventListener('failed', finish);
  source.addEventListener('error', () => {
    // The browser tries again by itself, from where it was; only a refusal is for good.
    if (source.readyState === EventSource.CLOSED) finish();
    else state.textContent = 'The line broke; reading on from where it was.';
  });
  source.addEventListener('open', () => { if (state.textContent.startsWith('The line')) state.textContent = LINES.generating; });
  addEventListener('pagehide', () => source.close());
};

// --- counting, marks, preview ----------------------------------------------------------------
const graphemes = (text) => [...new Intl.Segmenter().segment(text)].length;

const showCount = (field) => {
  const box = document.getElementById(`count-${field.dataset.platform}`);
  const used = graphemes(field.value), limit = Number(field.dataset.limit);
  const number = box?.querySelector('.num');
  if (!number) return;
  if (!limit) { number.firstElementChild.textContent = used; return; }
  const left = limit - used, hue = left < 0 ? 'red' : left <= 20 ? 'orange' : 'accent';
  box.querySelector('.ring').setAttribute('class', `ring is-${hue}`);
  box.querySelector('.v').setAttribute('stroke-dasharray', `${Math.min(100, Math.round(100 * used / limit))} 100`);
  number.className = `num ${hue === 'accent' ? '' : `hot is-${hue}`}`;
  number.textContent = left < 0 ? `${-left} over` : hue === 'orange' ? `${left} left` : `${used} of ${limit}`;
};

const showMarks = (form) => {
  const field = form.elements.text, back = form.querySelector('.write-back');
  const made = [...form.querySelectorAll('[data-ai]')].map((element) => element.textContent);
  const parts = [];
  let rest = field.value;
  for (const piece of made) {
    const at = rest.indexOf(piece);
    if (at < 0) continue;
    const mark = Object.assign(document.createElement('mark'), { className: 'ai', textContent: piece });
    parts.push(rest.slice(0, at), mark);
    rest = rest.slice(at + piece.length);
  }
  // The last line of a copy needs something on it to be as high as the field's.
  back.replaceChildren(...parts, rest.endsWith('\n') ? `${rest} ` : rest);
  for (const line of form.querySelectorAll('[data-ai-line]')) line.hidden = !field.value.includes(line.querySelector('[data-ai]').textContent);
  document.getElementById('preview').textContent = field.value;
};

// --- saving ----------------------------------------------------------------------------------
const edit = (form) => {
  const saved = document.getElementById('saved'), conflict = document.getElementById('conflict');
  let sent = state(), timer = 0, running = null, stuck = false;

  function state() {
    const values = new FormData(form);
    ['csrf_token', 'version', 'do', 'instructions'].forEach((name) => values.delete(name));
    return new URLSearchParams(values).toString();
  }
  const say = (words, hue = '') => { saved.className = `st ${hue}`; saved.lastElementChild.textContent = words; };
  const dirty = () => state() !== sent;
  const stop = (words) => { stuck = true; say(words, 'is-red'); };

  const send = async (again = false) => {
    const now = state(), body = new FormData(form);
    body.set('do', 'save');
    say('Saving');
    const answer = await fetch(form.action, { method: 'POST', body, headers: { 'X-Autosave': '1', 'X-CSRFToken': form.elements.csrf_token.value } });
    if (!answer.headers.get('content-type')?.includes('json')) throw new Error(`answered ${answer.status}`);
    const said = await answer.json();
    // Signed out: the text waits here until somebody has signed in, in another tab.
    if (said.signed_out) { say(said.message, 'is-red'); timer = setTimeout(save, 5000); return false; }
    if (said.csrf_token && !again) {
      if (said.person !== document.body.dataset.person) { stop('Not saved: somebody else signed in here. Copy your text, then reload'); return false; }
      for (const field of document.getElementsByName('csrf_token')) field.value = said.csrf_token;
      return send(true);
    }
    if (answer.status === 412) { stuck = true; clash(said); return false; }
    if (!answer.ok) { say(said.message, 'is-red'); return false; }
    sent = now;
    form.elements.version.value = said.version;
    document.getElementById('version')?.replaceChildren(said.version);
    say(`Saved ${said.saved}`);
    // An edit voids an approval: the page says so as soon as it is true.
    const badge = document.getElementById('state-shown');
    if (badge && badge.dataset.state !== said.state) { badge.dataset.state = said.state; badge.innerHTML = said.badge; }
    return true;
  };
  const save = async () => {
    clearTimeout(timer);
    if (running) await running;
    if (stuck || !dirty()) return !stuck;
    running = send().catch(() => { say('Not saved: no answer. Trying again', 'is-orange'); timer = setTimeout(save, 5000); return false; });
    const good = await running;
    running = null;
    return good;
  };

  // Two people, or two tabs: both texts are shown and the person chooses. Nothing is overwritten.
  const clash = (said) => {
    say('Not saved: there is a newer version', 'is-orange');
    conflict.innerHTML = said.html;
    conflict.querySelector('[data-conflict=mine]').addEventListener('click', (event) => {
      event.preventDefault();
      form.elements.version.value = said.version;
      stuck = false;
      sent = '';
      conflict.replaceChildren();
      save();
    });
    conflict.querySelector('[data-conflict=theirs]').addEventListener('click', (event) => {
      event.preventDefault();
      const mine = form.elements.text.value;
      form.elements.text.value = said.text;
      form.elements.title.value = said.title;
      form.elements.version.value = said.version;
      stuck = false;
      sent = state();
      showMarks(form);
      say(`Version ${said.version}`);
      const note = Object.assign(document.createElement('details'), { className: 'note is-grey mb-4' });
      note.append(Object.assign(document.createElement('summary'), { textContent: 'Your text, not saved' }), Object.assign(document.createElement('p'), { className: 'prose mt-2', textContent: mine }));
      conflict.replaceChildren(note);
    });
    conflict.scrollIntoView({ block: 'nearest' });
  };

  const changed = () => {
    if (!dirty()) return;
    say('Not saved yet');
    clearTimeout(timer);
    timer = setTimeout(save, 800);
  };
  form.addEventListener('input', (event) => {
    if (event.target.matches('[data-platform]')) showCount(event.target);
    if (event.target === form.elements.text) showMarks(form);
    if (event.target === form.elements.title) document.getElementById('title-shown').textContent = event.target.value || 'Untitled draft';
    changed();
  });
  form.addEventListener('click', (event) => {
    const remove = event.target.closest('[data-remove-ai]');
    if (!remove) return;
    const made = remove.closest('[data-ai-line]').querySelector('[data-ai]').textContent;
    form.elements.text.value = form.elements.text.value.replace(made, '').replace(/\n{3,}/g, '\n\n').trimEnd();
    form.elements.text.dispatchEvent(new Event('input', { bubbles: true }));
    form.elements.text.focus();
  });
  document.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === 's') { event.preventDefault(); save(); }
  });
  // "Submit for review" opens its dialog once what was typed is safe.
  document.querySelector('[data-opens=submit]')?.addEventListener('app:before-open', async (event) => {
    event.preventDefault();
    if (await save()) document.dispatchEvent(new CustomEvent('app:open', { detail: event.detail }));
  });
  form.addEventListener('submit', () => { sent = state(); });
  addEventListener('beforeunload', (event) => { if (dirty()) event.preventDefault(); });
  addEventListener('pagehide', () => { if (dirty() && !stuck) save(); });
};

const begin = () => {
  const box = document.querySelector('[data-stream]'), form = document.querySelector('form[data-autosave]');
  if (box && !box.dataset.followed) { box.dataset.followed = '1'; follow(box); }
  if (form && !form.dataset.followed) { form.dataset.followed = '1'; edit(form); }
};
begin();
document.addEventListener('htmx:afterSettle', begin);
