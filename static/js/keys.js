// Keys. Single letters do nothing while a field has focus and can be turned off in settings.
// A dialog's field keeps the focus for a moment after the dialog has closed: nobody types there.
const inField = (element) => element.matches?.('input, textarea, select, [contenteditable]') && !element.closest('dialog:not([open])');
// Whoever talks types, also where what they sent has just come back; and whoever types may have lost the field to a
// swap: the letters that follow are words, and decide nothing.
const STILL = 1000;
let typed = -STILL;
const typing = (event) => {
  const field = inField(event.target), letter = event.key.length === 1;
  if (letter && (field || event.timeStamp - typed < STILL)) { typed = event.timeStamp; return true; }
  return field || Boolean(event.target.closest?.('[data-talk]'));
};
const off = document.body.dataset.keys === 'off';

document.addEventListener('keydown', (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') {
    const form = event.target.closest?.('form');
    if (form && inField(event.target) && !form.matches('[data-autosave]')) { event.preventDefault(); form.requestSubmit(); }
    return;
  }
  if (off || event.ctrlKey || event.metaKey || event.altKey || typing(event) || document.querySelector('dialog[open]')) return;
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
