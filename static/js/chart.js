// Charts are drawn from their table: one source for the eye, the screen reader and the CSV.
// Canvas can't read light-dark(), so colours are asked of elements that carry them.
const DASH = [3, 4];

const colour = (className, property = 'color') => {
  const element = document.body.appendChild(document.createElement('i'));
  element.className = className;
  const found = getComputedStyle(element)[property];
  element.remove();
  return found;
};

// "<1" lies between nothing and one; a dash is nothing, and nothing is drawn.
const number = (text) => (text.startsWith('<') ? 0.5 : text === '–' ? null : Number(text));

const read = (table) => {
  const rows = [...table.tBodies[0].rows];
  return {
    times: rows.map((row) => Date.parse(row.querySelector('time').dateTime) / 1000),
    partial: rows.map((row) => row.dataset.partial !== undefined),
    names: [...table.tHead.rows[0].cells].slice(1).map((cell) => cell.textContent.trim()),
    values: (n) => rows.map((row) => number(row.cells[n + 1].textContent.trim())),
    said: (n) => rows.at(-1).cells[n + 1].textContent.trim(),
  };
};

const lines = (data) => {
  const drawn = [data.times], series = [{}], inks = [];
  const firstPartial = data.partial.indexOf(true);
  data.names.forEach((label, n) => {
    const values = data.values(n);
    const stroke = getComputedStyle(document.querySelector(`.k${n + 1}`), '::before').borderTopColor;
    const line = { label, stroke, width: n ? 1.75 : 2.25, points: { show: false } };
    inks.push(stroke);
    drawn.push(values.map((value, k) => (data.partial[k] ? null : value)));
    series.push(line);
    if (firstPartial >= 0) {
      drawn.push(values.map((value, k) => (k >= firstPartial - 1 ? value : null)));
      series.push({ ...line, dash: DASH });
    }
  });
  return { drawn, series, inks };
};

// Labels at the lines' ends, moved apart where they would touch, and a dot on the first line's peak.
const labels = (data, inks, wide) => (u) => {
  const px = devicePixelRatio, values = data.names.map((_, n) => data.values(n));
  const first = values[0].map((value, k) => (data.partial[k] ? null : value));
  const best = Math.max(...first.filter((value) => value !== null)), peak = first.indexOf(best);
  u.ctx.font = `600 ${12 * px}px ${getComputedStyle(document.body).fontFamily}`;
  u.ctx.textBaseline = 'middle';
  u.ctx.textAlign = 'left';
  if (wide) {
    const ends = values
      .map((all, n) => ({ n, y: u.valToPos(all.findLast((value) => value !== null) ?? 0, 'y', true) }))
      .sort((a, b) => a.y - b.y);
    ends.forEach((end, k) => { if (k) end.y = Math.max(end.y, ends[k - 1].y + 15 * px); });
    for (const { n, y } of ends) {
      u.ctx.fillStyle = inks[n];
      const name = data.names[n].length > 15 ? `${data.names[n].slice(0, 14)}…` : data.names[n];
      u.ctx.fillText(`${name} ${data.said(n)}`, u.valToPos(data.times.at(-1), 'x', true) + 8 * px, y);
    }
  }
  if (peak < 0) return;
  u.ctx.fillStyle = inks[0];
  u.ctx.beginPath();
  u.ctx.arc(u.valToPos(data.times[peak], 'x', true), u.valToPos(best, 'y', true), 4 * px, 0, 7);
  u.ctx.fill();
};

const ticks = (resolution) => (u, at) => at.map((value) => {
  const date = new Date(value * 1000), fine = resolution === 'minute' || resolution === 'hour';
  if (fine && (date.getUTCHours() || date.getUTCMinutes())) return date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });
  const spread = (u.scales.x.max - u.scales.x.min) / 86400;
  if (spread < 120) return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
  if (spread > 900) return date.toLocaleDateString('en-GB', { year: 'numeric', timeZone: 'UTC' });
  return date.toLocaleDateString('en-GB', { month: 'short', year: date.getUTCMonth() ? undefined : '2-digit', timeZone: 'UTC' });
});

const draw = (plot) => {
  const table = document.getElementById(plot.dataset.from);
  if (!table || !globalThis.uPlot) return;
  const data = read(table), { drawn, series, inks } = lines(data);
  const wide = plot.clientWidth > 640;
  const axis = { stroke: colour('lab'), font: `12px ${getComputedStyle(document.body).fontFamily}`, ticks: { show: false } };
  const u = new uPlot({
    // Dates of data are UTC: so are the axis's, whatever the clock on the wall says.
    tzDate: (time) => uPlot.tzDate(new Date(time * 1000), 'Etc/UTC'),
    width: plot.clientWidth, height: plot.clientHeight, legend: { show: false }, padding: [10, wide ? 148 : 10, 0, 0],
    cursor: { y: false, points: { size: 7 } },
    scales: { y: { range: [0, 104] } },
    axes: [
      { ...axis, grid: { show: false }, space: 64, size: 26, gap: 6, values: ticks(plot.dataset.resolution) },
      { ...axis, grid: { stroke: colour('wait', 'backgroundColor'), width: 1 }, size: 32, gap: 4, splits: [0, 25, 50, 75, 100] },
    ],
    series, hooks: { draw: [labels(data, inks, wide)] },
  }, drawn, plot);
  new ResizeObserver(() => u.setSize({ width: plot.clientWidth, height: plot.clientHeight })).observe(plot);
};

const begin = (root) => root.querySelectorAll('.plot[data-from]').forEach((plot) => { plot.replaceChildren(); draw(plot); });
// A module runs once the page is parsed; uPlot, deferred before it, is there.
begin(document);
document.addEventListener('htmx:afterSettle', (event) => begin(event.detail.elt));
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => begin(document));
