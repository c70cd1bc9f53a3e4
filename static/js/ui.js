// Small behaviour that every page shares. No inline handlers: elements say in data-* what they do.

// The server writes times in the zone the browser tells it.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && !document.cookie.includes(`tz=${encodeURIComponent(zone)}`)) {
  document.cookie = `tz=${encodeURIComponent(zone)}; path=/; max-age=31536000; samesite=lax`;
}

const opener = new WeakMap();

// A dialog for one of many shows what the link leads to that opened it: the last one asked for.
const wanted = new WeakMap();
const load = async (into, address) => {
  const say = (words) => {
    const close = Object.assign(document.createElement('button'), { type: 'button', className: 'btn btn-outline-secondary', textContent: 'Close' });
    close.dataset.close = '';
    into.replaceChildren(Object.assign(document.createElement('p'), { role: 'status', className: 'dim my-3', textContent: words }), close);
  };
  wanted.set(into, address);
  say('Loading');
  const answer = await fetch(address, { headers: { 'HX-Request': 'true', 'HX-Target': into.id } }).catch(() => null);
  const elsewhere = answer?.headers.get('HX-Redirect'), html = answer ? await answer.text() : '';
  if (wanted.get(into) !== address) return;
  if (elsewhere) { location.assign(elsewhere); return; }
  if (!html || ![200, 422].includes(answer.status)) { say('This could not be loaded. Close it and try again.'); return; }
  into.innerHTML = html;
  htmx.process(into);
  into.querySelector('textarea, [data-close]')?.focus();
};
// What has to be corrected in it has the focus, wherever the button went that was pressed.
document.addEventListener('htmx:afterSettle', (event) => { if (event.detail.target?.matches?.('[data-loads]')) event.detail.target.querySelector('[aria-invalid=true], [role=alert], textarea')?.focus(); });

const open = (dialog, by) => {
  if (dialog.open) dialog.close();
  opener.set(dialog, by);
  dialog.showModal();
  const loads = dialog.querySelector('[data-loads]');
  if (loads) load(loads, by.href);
  dialog.querySelector('textarea, input:not([type=hidden]), select')?.focus();
  dialog.dispatchEvent(new CustomEvent('app:opened'));
};

document.addEventListener('click', (event) => {
  const opens = event.target.closest('[data-opens]');
  if (opens) {
    const dialog = document.getElementById(opens.dataset.opens);
    if (dialog && !opens.matches('[aria-disabled=true]')) {
      event.preventDefault();
      // The editor saves first; it opens the dialog itself when that is done.
      const wait = new CustomEvent('app:before-open', { bubbles: true, cancelable: true, detail: { dialog, opens } });
      if (opens.dispatchEvent(wait)) open(dialog, opens);
    }
    return;
  }
  const close = event.target.closest('[data-close]');
  if (close) {
    const dialog = close.closest('dialog');
    if (dialog) { event.preventDefault(); dialog.close(); }
    return;
  }
  const toggles = event.target.closest('[data-toggles]');
  if (toggles) {
    const target = document.getElementById(toggles.dataset.toggles);
    const shown = target.classList.toggle('is-shown');
    toggles.setAttribute('aria-expanded', shown);
    toggles.lastElementChild.textContent = shown ? 'Hide the table' : 'Show as table';
    return;
  }
  const copies = event.target.closest('[data-copies]');
  if (copies) {
    navigator.clipboard?.writeText(document.getElementById(copies.dataset.copies).textContent.trim());
    copies.lastChild.textContent = 'Copied';
    return;
  }
  event.target.closest('[data-dismiss]')?.closest('.toast')?.remove();
});

// An open menu closes when somebody clicks elsewhere, or presses Escape.
const closeMenus = (but) => document.querySelectorAll('details.menu[open]').forEach((menu) => { if (!menu.contains(but)) menu.open = false; });
document.addEventListener('click', (event) => closeMenus(event.target));
document.addEventListener('keydown', (event) => {
  const menu = event.key === 'Escape' && document.activeElement?.closest('details.menu[open]');
  if (menu) { menu.open = false; menu.querySelector('summary').focus(); }
});

document.addEventListener('app:open', (event) => open(event.detail.dialog, event.detail.opens));
document.addEventListener('close', (event) => {
  const by = event.target.matches?.('dialog') && opener.get(event.target);
  if (!by) return;
  // A list that was drawn anew meanwhile has another link to the same.
  const now = by.isConnected ? by : [...document.querySelectorAll('a[data-opens]')].find((link) => link.href === by.href);
  now?.focus();
}, true);

// A dialog that the server opened (no script, or a field to correct) becomes a real one.
for (const dialog of document.querySelectorAll('dialog[open]')) { dialog.close(); dialog.showModal(); dialog.querySelector('[aria-invalid=true]')?.focus(); }

// Toasts confirm, then go; pointing at one keeps it.
for (const toast of document.querySelectorAll('.toast')) {
  // One that offers Undo leaves time for it, and stays while it has the focus.
  const undo = toast.querySelector('form');
  let timer = setTimeout(() => toast.remove(), undo ? 30000 : 8000);
  for (const kind of ['mouseenter', 'focusin']) toast.addEventListener(kind, () => clearTimeout(timer));
  for (const kind of ['mouseleave', 'focusout']) toast.addEventListener(kind, () => { clearTimeout(timer); timer = setTimeout(() => toast.remove(), undo ? 15000 : 4000); });
}

// Whoever fills in what belongs to a choice has chosen it.
document.addEventListener('input', (event) => {
  const chosen = event.target.closest('[data-chooses]');
  if (chosen) document.getElementById(chosen.dataset.chooses).checked = true;
});

// A filter that is a choice needs no button.
document.addEventListener('change', (event) => { if (event.target.matches('[data-submits]')) event.target.form.requestSubmit(); });

// One click sends once.
document.addEventListener('submit', (event) => {
  if (event.defaultPrevented || event.target.method === 'dialog' || event.target.matches('[data-autosave]')) return;
  if (event.target.dataset.sent) { event.preventDefault(); return; }
  if (event.target.method === 'post') event.target.dataset.sent = '1';
});
addEventListener('pageshow', () => { for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent; });

// Tabs that change no address.
const tabs = (root) => {
  for (const list of root.querySelectorAll('[role=tablist]')) {
    const all = [...list.querySelectorAll('[role=tab]')];
    const show = (tab) => all.forEach((one) => {
      one.setAttribute('aria-selected', one === tab);
      one.tabIndex = one === tab ? 0 : -1;
      const panel = document.getElementById(one.getAttribute('aria-controls'));
      // Several tabs may show one panel, each in its own way.
      if (panel) panel.hidden = panel.id !== tab.getAttribute('aria-controls');
    });
    all.forEach((tab, n) => {
      tab.addEventListener('click', () => show(tab));
      tab.addEventListener('keydown', (event) => {
        const to = { ArrowRight: n + 1, ArrowLeft: n - 1, Home: 0, End: all.length - 1 }[event.key];
        if (to === undefined) return;
        event.preventDefault();
        const next = all[(to + all.length) % all.length];
        show(next);
        next.focus();
      });
    });
  }
};

// Keyword chips over a plain field: what is sent stays one text with commas. Others add one by the event
// chips:add with the word as its detail.
const chips = (root) => {
  for (const box of root.querySelectorAll('[data-chips]:not([data-made])')) {
    box.dataset.made = '';
    const input = box.querySelector('input'), most = Number(box.dataset.chips);
    const hint = document.getElementById(`${input.id}-hint`);
    const sent = Object.assign(document.createElement('input'), { type: 'hidden', name: input.name });
    const all = () => [...box.querySelectorAll('.chip')];
    const words = () => all().map((chip) => chip.firstChild.textContent);
    const keep = () => {
      const there = words(), n = there.length;
      sent.value = [...there, input.value.trim()].filter(Boolean).join(', ');
      input.placeholder = n && n < most ? 'Add another' : '';
      all().forEach((chip, k) => chip.classList.toggle('is-over', k >= most));
      if (hint?.dataset.few) hint.textContent = `${n} ${n > 5 ? hint.dataset.many : hint.dataset.few}`;
      box.dispatchEvent(new CustomEvent('chips:changed', { bubbles: true, detail: there }));
    };
    // Focus never falls out of the field: it goes to the next chip, else to where one types.
    const remove = (chip) => {
      const at = all().indexOf(chip);
      chip.remove();
      keep();
      (all()[at]?.querySelector('button') ?? input).focus();
    };
    const add = (word) => {
      const text = word.trim().replace(/\s+/g, ' ');
      if (!text || words().some((there) => there.toLowerCase() === text.toLowerCase())) return;
      const chip = Object.assign(document.createElement('span'), { className: 'chip' });
      const off = Object.assign(document.createElement('button'), { type: 'button', textContent: '×' });
      off.setAttribute('aria-label', `Remove ${text}`);
      off.addEventListener('click', () => remove(chip));
      chip.append(text, off);
      box.insertBefore(chip, input);
    };
    const take = (text = input.value) => { text.split(/[,\n\t]/).forEach(add); input.value = ''; keep(); };
    input.removeAttribute('name');
    box.append(sent);
    take();
    box.addEventListener('chips:add', (event) => { add(event.detail); input.value = ''; keep(); input.focus(); });
    input.addEventListener('input', () => { if (input.value.includes(',')) take(); else keep(); });
    // A list from elsewhere, by lines, tabs or commas, becomes chips at once.
    input.addEventListener('paste', (event) => {
      const text = event.clipboardData?.getData('text') ?? '';
      if (!/[,\n\t]/.test(text)) return;
      event.preventDefault();
      // A field of one line would run the lines together.
      take(`${input.value}${text}`);
    });
    input.addEventListener('blur', () => setTimeout(() => { if (!box.contains(document.activeElement)) take(); }));
    input.addEventListener('keydown', (event) => {
      if (event.defaultPrevented) return;
      if (event.key === 'Enter' && input.value.trim()) { event.preventDefault(); take(); }
      if (event.key === 'Backspace' && !input.value && all().length) { event.preventDefault(); all().at(-1).remove(); keep(); }
      if (event.key === 'ArrowLeft' && !input.value) all().at(-1)?.querySelector('button').focus();
    });
    box.addEventListener('keydown', (event) => {
      const chip = event.target.closest('.chip'), at = all().indexOf(chip);
      if (!chip) return;
      const to = { ArrowLeft: all()[at - 1], ArrowRight: all()[at + 1], Home: all()[0], End: null }[event.key];
      if (event.key === 'Delete' || event.key === 'Backspace') { event.preventDefault(); remove(chip); }
      else if (to) { event.preventDefault(); to.querySelector('button').focus(); }
      else if (event.key === 'ArrowRight' || event.key === 'End') { event.preventDefault(); input.focus(); }
    });
    box.addEventListener('click', (event) => { if (event.target === box) input.focus(); });
  }
};

const begin = (root) => { tabs(root); chips(root); };
begin(document);
document.addEventListener('htmx:afterSettle', (event) => { if (event.detail.elt !== document.body) begin(event.detail.elt); });

// Asking by itself pauses while nobody looks or somebody is about to decide.
document.addEventListener('htmx:beforeRequest', (event) => {
  const polls = event.detail.requestConfig.headers['X-Poll'] === '1';
  if (polls && (document.hidden || document.querySelector('dialog[open]'))) event.preventDefault();
});

// Errors never go in a toast: they stand at the head of the page until the next try.
const trouble = document.getElementById('trouble');
document.addEventListener('htmx:responseError', (event) => {
  if (event.detail.xhr.getResponseHeader('HX-Redirect')) return;
  const answer = new DOMParser().parseFromString(event.detail.xhr.responseText, 'text/html').querySelector('.note');
  if (trouble && answer) trouble.replaceChildren(document.adoptNode(answer));
});
document.addEventListener('htmx:sendError', () => {
  if (!trouble) return;
  const note = Object.assign(document.createElement('div'), { className: 'note is-orange mb-4', textContent: 'No answer from the server. This page is as it was; it asks again by itself.' });
  trouble.replaceChildren(note);
});
document.addEventListener('htmx:afterOnLoad', (event) => { if (event.detail.successful) trouble?.replaceChildren(); });
