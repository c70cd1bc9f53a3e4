// The search form: choosing from long lists by typing, and words suggested while one types.
let made = 0;

// A list under a field. ARIA's combobox: the field keeps the focus, the list only shows what is meant.
const popup = (input, { pick, place }) => {
  const list = Object.assign(document.createElement('div'), { className: 'pop', id: `pop-${(made += 1)}`, hidden: true });
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', input.getAttribute('aria-label') ?? input.labels?.[0]?.textContent ?? 'Choices');
  input.setAttribute('role', 'combobox');
  input.setAttribute('aria-autocomplete', 'list');
  input.setAttribute('aria-controls', list.id);
  input.setAttribute('aria-expanded', 'false');
  place.append(list);
  let at = -1;
  const options = () => [...list.querySelectorAll('[role=option]')];
  const mean = (n) => {
    at = n;
    options().forEach((option, k) => option.setAttribute('aria-selected', k === n));
    if (n < 0) input.removeAttribute('aria-activedescendant');
    else { input.setAttribute('aria-activedescendant', options()[n].id); options()[n].scrollIntoView({ block: 'nearest' }); }
  };
  const close = () => { list.hidden = true; input.setAttribute('aria-expanded', 'false'); mean(-1); };
  // groups: [{ name, items: [{ text, note, value }] }]
  const show = (groups, meant = -1) => {
    const parts = [];
    for (const { name, items } of groups) {
      if (!items.length) continue;
      const group = document.createElement('div');
      group.setAttribute('role', 'group');
      if (name) {
        const head = Object.assign(document.createElement('p'), { className: 'lab pop-head', textContent: name, id: `${list.id}-g${parts.length}` });
        group.setAttribute('aria-labelledby', head.id);
        group.append(head);
      }
      for (const item of items) {
        const option = Object.assign(document.createElement('div'), { id: `${list.id}-${(made += 1)}` });
        option.setAttribute('role', 'option');
        option.dataset.value = item.value;
        option.append(Object.assign(document.createElement('span'), { textContent: item.text }));
        if (item.note) option.append(Object.assign(document.createElement('span'), { className: 'lab', textContent: item.note }));
        group.append(option);
      }
      parts.push(group);
    }
    list.replaceChildren(...parts);
    list.hidden = !parts.length;
    input.setAttribute('aria-expanded', !list.hidden);
    mean(list.hidden ? -1 : Math.min(meant, options().length - 1));
  };
  // The field must not lose the focus to the list.
  list.addEventListener('mousedown', (event) => event.preventDefault());
  list.addEventListener('click', (event) => {
    const option = event.target.closest('[role=option]');
    if (option) pick(option.dataset.value);
  });
  return {
    show, close,
    get open() { return !list.hidden; },
    get meant() { return options()[at]?.dataset.value; },
    move: (step) => { const n = options().length; if (n) mean((at + step + n + (at < 0 && step < 0 ? 1 : 0)) % n); },
  };
};

// What begins with the text goes before what holds it; codes count too.
const matching = (choices, text) => {
  const asked = text.trim().toLowerCase();
  if (!asked) return choices;
  const rank = ({ text: name, value }) => {
    const low = name.toLowerCase();
    if (value.toLowerCase() === asked) return 0;
    if (low.startsWith(asked)) return 1;
    if (low.split(/[\s(-]+/).some((word) => word.startsWith(asked))) return 2;
    return low.includes(asked) ? 3 : 9;
  };
  return choices.map((choice) => [rank(choice), choice]).filter(([r]) => r < 9).sort((a, b) => a[0] - b[0]).map(([, choice]) => choice);
};

const MOST = 60;
const choicesOf = (select) => [...select.options].map((option) => ({ text: option.text, value: option.value, note: /^[A-Z]{2}(-|$)/.test(option.value) ? option.value : '' }));

// A select with many entries gets a field to type in; what is sent stays the select's. A plain field
// (data-options-of names the select) gets the list, and is sent as typed.
const combobox = (field) => {
  const select = field.matches('select') ? field : null;
  const source = select ?? document.getElementById(field.dataset.optionsOf);
  if (!source) return;
  const choices = choicesOf(source);
  const box = Object.assign(document.createElement('div'), { className: 'combo' });
  field.before(box);
  let input = field;
  if (select) {
    input = Object.assign(document.createElement('input'), { className: select.className, id: `${select.id}-text`, autocomplete: 'off', value: select.selectedOptions[0]?.text ?? '' });
    for (const name of ['aria-describedby', 'aria-invalid']) if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
    const label = document.querySelector(`label[for="${select.id}"]`);
    if (label) label.htmlFor = input.id;
    select.hidden = true;
  }
  box.append(...(select ? [input, select] : [input]));
  const chosen = () => (select ? select.selectedOptions[0]?.text ?? '' : input.value);
  const told = () => (select ?? input).dispatchEvent(new Event('input', { bubbles: true }));
  let byPick = false;
  const pick = (value) => {
    if (select) { select.value = value; input.value = chosen(); } else input.value = choices.find((choice) => choice.value === value)?.text ?? value;
    list.close();
    byPick = true;
    told();
    byPick = false;
  };
  const list = popup(input, { pick, place: box });
  const open = (text) => {
    const found = matching(choices, text);
    const current = found.findIndex((choice) => choice.text === chosen());
    list.show([{ items: found.slice(0, MOST) }], text ? 0 : Math.min(current, MOST - 1));
  };
  input.addEventListener('input', (event) => { if (!byPick) { event.stopPropagation(); if (!input.value && !select) { list.close(); byPick = true; told(); byPick = false; } else open(input.value); } });
  input.addEventListener('click', () => { if (!list.open) { input.select(); open(''); } });
  input.addEventListener('focus', () => input.select());
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (list.open) list.move(event.key === 'ArrowDown' ? 1 : -1); else open('');
    } else if ((event.key === 'Enter' || event.key === 'Tab') && list.open && list.meant !== undefined) {
      if (event.key === 'Enter') event.preventDefault();
      pick(list.meant);
    } else if (event.key === 'Enter' && !select) {
      event.preventDefault();
      list.close();
      byPick = true; told(); byPick = false;
    } else if (event.key === 'Escape' && list.open) {
      event.preventDefault();
      event.stopPropagation();
      list.close();
      if (select) input.value = chosen();
    }
  });
  input.addEventListener('blur', () => { list.close(); if (select) input.value = chosen(); });
};

// Words for what is being typed: the team's own, and Google's. A late answer to an older text is dropped.
const suggest = (box) => {
  const input = box.querySelector('input:not([type=hidden])');
  const list = popup(input, { place: box, pick: (word) => { list.close(); box.dispatchEvent(new CustomEvent('chips:add', { detail: word })); } });
  let timer = 0, asked = 0;
  const ask = async () => {
    const text = input.value.trim(), mine = (asked += 1);
    if (text.length < 2) { list.close(); return; }
    try {
      const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(text)}`, { headers: { Accept: 'application/json', 'X-Poll': '1' } });
      if (!answer.ok || mine !== asked || document.activeElement !== input) return;
      const { keywords, topics } = await answer.json();
      const own = new Set(keywords.map((word) => word.toLowerCase()));
      const others = new Map(topics.filter((topic) => !own.has(topic.title.toLowerCase())).map((topic) => [topic.title.toLowerCase(), topic]));
      list.show([
        { name: 'Searched here before', items: keywords.map((word) => ({ text: word, value: word })) },
        { name: 'Google suggests', items: [...others.values()].map((topic) => ({ text: topic.title, note: topic.type, value: topic.title })) },
      ]);
    } catch { list.close(); }
  };
  input.addEventListener('input', () => { clearTimeout(timer); asked += 1; if (input.value.trim().length < 2) list.close(); else timer = setTimeout(ask, 250); });
  input.addEventListener('blur', () => { clearTimeout(timer); asked += 1; list.close(); });
  // Before the chips hear of it: a word that is meant is taken, not what is typed.
  input.addEventListener('keydown', (event) => {
    if (!list.open) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') { event.preventDefault(); list.move(event.key === 'ArrowDown' ? 1 : -1); }
    else if (event.key === 'Enter' && list.meant !== undefined) {
      event.preventDefault();
      event.stopImmediatePropagation();
      const word = list.meant;
      list.close();
      box.dispatchEvent(new CustomEvent('chips:add', { detail: word }));
    } else if (event.key === 'Escape') { event.preventDefault(); event.stopPropagation(); list.close(); }
    else if (event.key === 'Enter' || event.key === ',') list.close();
  }, true);
};

const ownDates = (select) => {
  const fields = select.form.querySelectorAll('[data-own-dates]');
  const show = () => fields.forEach((field) => field.classList.toggle('is-shown', select.value === 'dates'));
  select.addEventListener('change', () => { show(); if (select.value === 'dates') fields[0].querySelector('input').focus(); });
  show();
};

const begin = (root) => {
  const fresh = (selector) => [...root.querySelectorAll(`${selector}:not([data-made-combo])`)].map((element) => { element.dataset.madeCombo = ''; return element; });
  fresh('[data-combobox]').forEach(combobox);
  fresh('[data-suggest]').forEach(suggest);
  fresh('form#search select[name=timeframe]').forEach(ownDates);
};
begin(document);
document.addEventListener('htmx:afterSettle', (event) => begin(event.detail.elt));
