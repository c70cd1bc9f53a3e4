import { advance } from './version.js';

// Images beside the editor: each change makes another version of the draft, which the editor has to know of.
document.addEventListener('draft:images', (event) => {
  const said = event.detail;
  for (const field of document.querySelectorAll('#images input[name=seen]')) field.value = said.seen;
  if (!advance(said.before, said.version)) return;
  const saved = document.getElementById('saved');
  if (saved && !saved.matches('.is-red, .is-orange')) saved.lastElementChild.textContent = `Saved ${said.saved}`;
  // An edit voids an approval: the page says so as soon as it is true.
  const badge = document.getElementById('state-shown');
  if (badge && badge.dataset.state !== said.state) { badge.dataset.state = said.state; badge.innerHTML = said.badge; }
});

// After a button is gone with its image, the keyboard is not lost: at Undo, or at the section's name.
document.addEventListener('htmx:afterSettle', (event) => {
  if (event.detail.elt.id !== 'images' && event.detail.target?.id !== 'images') return;
  if (document.activeElement && document.activeElement !== document.body) return;
  (document.getElementById('image-undo') ?? document.getElementById('images-title'))?.focus();
});

// The previews show the same images, in the same order, with the words that stand for them.
const preview = () => {
  const shown = [...document.querySelectorAll('#images .pictures > li')];
  for (const box of document.querySelectorAll('[data-pictures]')) {
    box.replaceChildren(...shown.map((item) => Object.assign(document.createElement('img'), { src: item.querySelector('img').src, alt: item.querySelector('textarea').value })));
    box.hidden = !shown.length;
  }
};
document.addEventListener('htmx:afterSettle', (event) => { if (event.detail.target?.id === 'images' || event.detail.elt.id === 'images') preview(); });
document.addEventListener('change', (event) => { if (event.target.closest?.('#images .pictures')) preview(); });
