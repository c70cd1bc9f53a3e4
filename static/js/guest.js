// The link's secret follows the #, which browsers send to nobody. It goes into the form's body, and out of the
// address bar, so that neither a server's log nor the history keeps it.
const form = document.getElementById('door');

function open() {
  const secret = location.hash.slice(1);
  if (!secret || !form) return;
  history.replaceState(null, '', location.pathname);
  document.getElementById('opening').hidden = false;
  form.hidden = true;
  form.elements.link.value = secret;
  form.requestSubmit();
}

open();
// A link pasted into the address bar of this page changes only what follows the #: nothing is loaded anew.
addEventListener('hashchange', open);
