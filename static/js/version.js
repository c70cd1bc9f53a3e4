// Which version of the draft this page knows. Everything on it that acts on the draft names it.
// Comments have versions of their own: those stay.
const OTHERS = ['#about [data-restores]', '#alternatives', '#submit'].map((at) => `${at} input[name=version]`).join();

export const know = (version) => {
  const form = document.getElementById('editor');
  for (const name of ['version', 'seen']) if (form) form.elements[name].value = version;
  for (const field of document.querySelectorAll(OTHERS)) field.value = version;
  document.getElementById('version')?.replaceChildren(version);
};

// What was done here to `before` made `version`. A page that had not seen `before` goes on with its own: saving
// asks then what to do with what somebody else saved.
export const advance = (before, version) => {
  const form = document.getElementById('editor');
  if (!form || Number(form.elements.version.value) !== before) return false;
  know(version);
  return true;
};
