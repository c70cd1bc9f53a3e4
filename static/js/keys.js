// Keys. Single letters do nothing while a field has focus and can be turned off in settings.
// A dialog's field keeps the focus for a moment after the dialog has closed: nobody types there.
const typing = (element) => element.matches?.('input, textarea, select, [contenteditable]') && !element.closest('dialog:not([open])');
const off = document.body.dataset.keys === 'off';

document.addEventListener('keydown', (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') {
    const form = event.target.closest?.('form');
    if (form && typing(event.target) && !form.matches('[data-autosave]')) { event.preventDefault(); form.requestSubmit(); }
    return;
  }
  if (off || event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector('dialog[open]')) return;
  if (event.key === '/') {
    const filter = document.querySelector('[data-filter]');
    if (filter) { event.preventDefault(); filter.focus(); filter.select(); }
  } else if (event.key === '?') {
    const keys = document.getElementById('all-keys');
    if (keys) { event.preventDefault(); keys.showModal(); }
  } else if (/^[a-z]$/.test(event.key)) {
    const target = document.querySelector(`[data-key="${event.key}"]:not(:disabled):not([aria-disabled=true])`);
    if (target) { event.preventDefault(); target.click(); }
  }
});

// After a decision the next item's title has the focus.
if (document.referrer && new URL(document.referrer).pathname.startsWith('/review')) document.getElementById('reading')?.focus();
