// The link's secret follows the #, which browsers send to nobody. It goes into the form's body, and out of the
// address bar, so that neither a server's log nor the history keeps it.
const secret = location.hash.slice(1);
const form = document.getElementById('door');

if (secret && form) {
  history.replaceState(null, '', location.pathname);
  document.getElementById('opening').hidden = false;
  form.hidden = true;
  form.elements.link.value = secret;
  form.requestSubmit();
}
