// What a claim was held against: a time on the chart, an average across it, a row in the tables of the data.
//
//   <li data-points="at-1789862400 region-2">: shown while it is pointed at or has the focus; links lead there.
//
// A time's row has data-x and data-ys, its place in the small picture; that of an average data-level; those of
// other tables data-said. A chart that is drawn from its table (js/chart.js) hears "app:points".
const trace = () => document.getElementById('trace');
const chart = () => trace() ?? document.querySelector('.plot[data-from]');
const onChart = (row) => row.dataset.level !== undefined || row.querySelector('time') !== null;
let usual = null;

// Who can't see the row because it is folded away sees where to unfold it.
const seen = (row) => {
  let found = row;
  for (let box = row.closest('details:not([open])'); box; box = box.parentElement.closest('details:not([open])')) found = box.querySelector('summary');
  return found;
};

const paint = (picture, rows) => {
  const svg = picture.querySelector('svg'), [zero, hundred] = svg.dataset.scale.split(' ').map(Number);
  const times = rows.filter((row) => row.dataset.x !== undefined), levels = rows.filter((row) => row.dataset.level !== undefined);
  const across = levels.map((row) => `M0 ${zero - (zero - hundred) * Math.min(row.dataset.level, 100) / 100}H320`);
  picture.querySelector('.trace-at').setAttribute('d', [...times.map((row) => `M${row.dataset.x} 0V88`), ...across].join(''));
  // A line of no length with round ends is a dot that no stretching deforms.
  picture.querySelectorAll('.trace-dot').forEach((dot, n) => dot.setAttribute('d', times.map((row) => {
    const y = row.dataset.ys.split(' ')[n];
    return y && y !== '-' ? `M${row.dataset.x} ${y}h0` : '';
  }).join('')));
};

const inWords = (row) => {
  if (row.dataset.said) return row.dataset.said;
  const names = [...row.closest('table').querySelectorAll('thead th.num')].map((cell) => cell.textContent.trim());
  const values = [...row.cells].slice(1).map((cell, n) => `${names.length > 1 ? `${names[n]} ` : ''}${cell.textContent.trim()}`);
  return `${row.cells[0].textContent.trim()}: ${values.join(', ')}`;
};

const show = (keys) => {
  const rows = keys.split(' ').map((key) => key && document.getElementById(key)).filter(Boolean), picture = trace();
  for (const one of document.querySelectorAll('.is-at')) one.classList.remove('is-at');
  for (const row of rows) (row.querySelector('time') ? row : seen(row)).classList.add('is-at');
  document.dispatchEvent(new CustomEvent('app:points', { detail: {
    times: rows.flatMap((row) => { const time = row.querySelector('time'); return time ? [Date.parse(time.dateTime) / 1000] : []; }),
    levels: rows.filter((row) => row.dataset.level !== undefined).map((row) => ({ level: Number(row.dataset.level), said: row.dataset.said })),
  } }));
  if (!picture) return;
  paint(picture, rows);
  const said = document.getElementById('trace-said');
  if (usual?.of !== said) usual = { of: said, html: said.innerHTML };
  if (rows.length) said.textContent = rows.map(inWords).join('; ');
  else said.innerHTML = usual.html;
};

const pointing = (element) => element?.closest?.('[data-points]');
const held = () => pointing(document.activeElement)?.dataset.points ?? '';
document.addEventListener('focusin', (event) => { if (pointing(event.target)) show(pointing(event.target).dataset.points); });
document.addEventListener('focusout', (event) => { if (pointing(event.target) && !pointing(event.relatedTarget)) show(''); });
document.addEventListener('mouseover', (event) => { if (pointing(event.target)) show(pointing(event.target).dataset.points); });
document.addEventListener('mouseout', (event) => {
  const left = pointing(event.target);
  if (left && !left.contains(event.relatedTarget)) show(held());
});

document.addEventListener('click', (event) => {
  const link = event.target.closest('[data-points] a[href^="#"]');
  const row = link && document.getElementById(link.hash.slice(1)), picture = chart();
  if (!row) return;
  event.preventDefault();
  if (onChart(row) && picture) {
    // The table of the chart may be folded away; the picture is there.
    if (picture.tabIndex >= 0) {
      picture.focus({ preventScroll: true });
      picture.addEventListener('blur', () => show(held()), { once: true });
    }
    show(row.id);
    picture.scrollIntoView({ block: 'nearest' });
    return;
  }
  for (let box = row.closest('details'); box; box = box.parentElement.closest('details')) box.open = true;
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: 'center' });
});
