// The editor's texts: the shared one, and a platform's own that departs from it; each with count and preview.
import { measure } from './lengths.js';
import { hashtags, marked, preview } from './post.js';

const show = (element, on) => { if (element) element.hidden = !on; };

export const texts = (form) => {
  const shared = form.elements.text, utm = JSON.parse(form.dataset.utm);
  const tabs = [...form.querySelectorAll('#platforms [role=tab]')];
  const counts = [...form.querySelectorAll('[data-count-of]')];
  const ids = counts.map((one) => one.dataset.countOf);
  const by = Object.fromEntries(counts.map((one) => [one.dataset.countOf, JSON.parse(one.dataset.by)]));
  const own = (id) => form.querySelector(`[data-own="${id}"] textarea`);
  const standing = (id) => form.querySelector(`[data-standing="${id}"]`);
  const departed = (id) => Boolean(own(id) && !own(id).disabled);
  let at = ids[0];

  const text = (id) => (departed(id) && own(id).value.trim() ? own(id).value : shared.value);
  const field = () => (departed(at) ? own(at) : shared);

  const count = (id) => {
    const box = form.querySelector(`[data-count-of="${id}"]`), number = box.querySelector('.num');
    const { used, over, overBytes } = measure(marked(text(id), utm), by[id]), limit = by[id].limit;
    const many = box.querySelector('[data-many]'), tags = hashtags(text(id)).length;
    // Where nobody could say how many read well, there is no hint to show.
    if (many) { show(many, tags > by[id].hashtags); many.querySelector('[data-tags]').textContent = tags; }
    const bad = over || overBytes, left = limit - used;
    show(form.querySelector(`#tab-${id} [data-over]`), Boolean(bad));
    if (!limit) { number.firstElementChild.textContent = used.toLocaleString('en-GB'); return; }
    const hue = bad ? 'red' : left <= 20 ? 'orange' : 'accent';
    box.querySelector('.ring').setAttribute('class', `ring is-${hue}`);
    box.querySelector('.v').setAttribute('stroke-dasharray', `${Math.min(100, Math.round(100 * used / limit))} 100`);
    number.className = `num ${hue === 'accent' ? '' : `hot is-${hue}`}`;
    number.textContent = over ? `${over.toLocaleString('en-GB')} over` : overBytes ? `${overBytes.toLocaleString('en-GB')} bytes over`
      : hue === 'orange' ? `${left} left` : `${used.toLocaleString('en-GB')} of ${limit.toLocaleString('en-GB')}`;
  };
  const draw = () => {
    for (const id of ids) {
      count(id);
      form.querySelector(`[data-preview-of="${id}"] [data-preview]`).replaceChildren(...preview(marked(text(id), utm), id, by[id]));
    }
  };
  const list = (names) => (names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`);
  const says = (id) => {
    const box = standing(id), name = box.dataset.name, followers = ids.filter((one) => !departed(one));
    const others = followers.filter((one) => one !== id).map((one) => standing(one).dataset.name);
    box.querySelector('[data-says]').textContent = departed(id)
      ? `${name} has its own text; the shared one no longer changes it.`
      : `${name} follows the shared text${others.length ? `, with ${list(others)}` : ''}.`;
    show(box.querySelector('[data-depart]'), !departed(id));
    show(box.querySelector('[data-follow]'), departed(id));
  };
  const arrange = () => {
    if (tabs.length) form.querySelector('#writing').setAttribute('aria-labelledby', `tab-${at}`);
    for (const id of ids) if (standing(id)) { says(id); show(standing(id), id === at); }
    show(form.querySelector('[data-shared]'), !departed(at));
    for (const id of ids) {
      show(form.querySelector(`[data-own="${id}"]`), id === at && departed(id));
      show(form.querySelector(`[data-count-of="${id}"]`), id === at);
      show(form.querySelector(`[data-preview-of="${id}"]`), id === at);
    }
  };
  const settle = () => {
    for (const id of ids) {
      const box = own(id);
      if (!box) continue;
      // A field that is off is not sent: the platform follows the shared text.
      box.disabled = !box.value.trim();
    }
    arrange();
    draw();
  };
  const part = (id, on) => {
    const box = own(id), undo = standing(id).querySelector('[data-undo]');
    if (on && !box.value.trim()) box.value = shared.value;
    box.disabled = !on;
    show(undo, !on);
    arrange();
    draw();
    (on ? box : undo).focus();
    form.dispatchEvent(new CustomEvent('app:text', { bubbles: true }));
  };
  form.addEventListener('click', (event) => {
    const id = event.target.closest('[data-standing]')?.dataset.standing;
    if (event.target.closest('[data-depart]')) { own(id).value = ''; part(id, true); }
    if (event.target.closest('[data-follow]')) part(id, false);
    if (event.target.closest('[data-undo]')) part(id, true);
  });
  // ui.js moves the tabs; which one is in hand is theirs to say.
  new MutationObserver(() => {
    const chosen = tabs.find((tab) => tab.getAttribute('aria-selected') === 'true')?.dataset.platform;
    if (!chosen || chosen === at) return;
    at = chosen;
    arrange();
    form.dispatchEvent(new CustomEvent('app:text', { bubbles: true }));
  }).observe(form.querySelector('#platforms') ?? form, { attributes: true, subtree: true, attributeFilter: ['aria-selected'] });
  // What each field is to hold; a platform that is not named goes on following the shared text. Returns the names
  // that have no field here.
  const fill = (words) => {
    for (const [name, value] of Object.entries(words)) if (form.elements[name]) form.elements[name].value = value;
    settle();
    form.dispatchEvent(new CustomEvent('app:text', { bubbles: true }));
    return Object.keys(words).filter((name) => !form.elements[name]);
  };
  settle();
  return { field, draw, fill, fields: () => [shared, ...ids.map(own).filter(Boolean)] };
};
