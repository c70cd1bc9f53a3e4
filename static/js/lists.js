// Choosing several rows, and keeping the view that is looked at.
const chosen = (form) => form.querySelectorAll('[name=ids]:checked').length;

const tell = (form) => {
  const n = chosen(form), all = form.querySelectorAll('[name=ids]').length, head = form.querySelector('[data-all]');
  const said = form.querySelector('[data-chosen]');
  if (said) said.textContent = n ? `${n} chosen` : '';
  if (head) { head.checked = n > 0 && n === all; head.indeterminate = n > 0 && n < all; }
};

document.addEventListener('change', (event) => {
  const form = event.target.closest('.several');
  if (!form) return;
  if (event.target.matches('[data-all]')) for (const box of form.querySelectorAll('[name=ids]')) box.checked = event.target.checked;
  tell(form);
});

// A list that asks by itself waits while somebody chooses from it.
document.addEventListener('htmx:beforeRequest', (event) => {
  const polls = event.detail.requestConfig.headers['X-Poll'] === '1';
  const form = document.querySelector('.several');
  if (polls && form && chosen(form)) event.preventDefault();
});

// What is kept is what the fields say now, not what they said when the page came.
document.addEventListener('app:before-open', (event) => {
  if (event.detail.dialog.id !== 'keep') return;
  const form = event.detail.dialog.querySelector('form'), asked = document.querySelector('.narrow');
  for (const old of form.querySelectorAll('[data-mirrors]')) old.remove();
  for (const [name, value] of new FormData(asked)) {
    if (value) form.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
  }
});

// A menu closes with Escape and when something else is pressed.
document.addEventListener('keydown', (event) => {
  const menu = event.key === 'Escape' && event.target.closest?.('.pop[open]');
  if (menu) { menu.open = false; menu.querySelector('summary').focus(); }
});
document.addEventListener('click', (event) => {
  for (const menu of document.querySelectorAll('.pop[open]')) if (!menu.contains(event.target)) menu.open = false;
});
