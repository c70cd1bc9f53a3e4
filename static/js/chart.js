// Charts are drawn from their table: one source for the eye, the screen reader and the CSV.
//
//   <div class="plot" data-from="ID OF THE TABLE" data-resolution="week" tabindex="0">
//
// The table: a <time> in the first cell of each row, a number, "<1" or "–" in the others. <tr data-partial>
// is not over and drawn dashed. <td data-mark="spike"> is ringed; <tr data-mark="spike"> means the first
// line; data-mark="alert" is filled. Inside .plot-box stand [data-read] (values under the pointer),
// [data-said] (the same, spoken, when keys move) and [data-zoom]; a button [data-line="n"] of the same
// <figure> is the legend's entry of a line. Colours are asked of elements: canvas can't read light-dark().
import { acrossAndDown } from './pointed.js';

const DASHES = [[], [8, 4], [2, 4], [12, 4, 2, 4], [4, 4]], PARTIAL = [3, 4];
const LABELLED = 5, PAGE = 10;

const colour = (className, property = 'color', pseudo = null) => {
  const element = document.body.appendChild(document.createElement('i'));
  element.className = className;
  const found = getComputedStyle(element, pseudo)[property];
  element.remove();
  return found;
};
const ink = (n) => colour(`key k${(n % 5) + 1}`, 'borderTopColor', '::before');

// "<1" lies between nothing and one; a dash is nothing, and nothing is drawn.
const number = (text) => (text.startsWith('<') ? 0.5 : text === '–' || text === '' ? null : Number(text.replaceAll(',', '')));

const read = (table) => {
  const rows = [...table.tBodies[0].rows];
  const columns = [...table.tHead.rows[0].cells].slice(1);
  const said = columns.map((_, n) => rows.map((row) => row.cells[n + 1].textContent.trim()));
  const marks = columns.map((_, n) => rows.map((row) => row.cells[n + 1].dataset.mark ?? (n ? undefined : row.dataset.mark)));
  return {
    times: rows.map((row) => Date.parse(row.querySelector('time').dateTime) / 1000),
    labels: rows.map((row) => row.cells[0].textContent.trim().replace(/\s+/g, ' ')),
    partial: rows.map((row) => row.dataset.partial !== undefined),
    names: columns.map((cell) => cell.textContent.trim()),
    values: said.map((column) => column.map(number)),
    said, marks,
  };
};

const lines = (data) => {
  const drawn = [data.times], series = [{}], inks = [];
  const firstPartial = data.partial.indexOf(true);
  data.names.forEach((label, n) => {
    const stroke = ink(n), values = data.values[n];
    const line = { label, stroke, width: n ? 1.75 : 2.25, points: { show: false }, dash: DASHES[Math.floor(n / 5) % 5] };
    inks.push(stroke);
    drawn.push(values.map((value, k) => (data.partial[k] ? null : value)));
    // The way to what isn't over, dashed; empty where all is over, so that a line always has two columns.
    drawn.push(values.map((value, k) => (firstPartial >= 0 && k >= firstPartial - 1 ? value : null)));
    series.push(line, { ...line, dash: PARTIAL });
  });
  return { drawn, series, inks };
};

const shown = (u, n) => u.series[2 * n + 1].show;

// Labels at the lines' ends, moved apart where they would touch.
const label = (u, data, inks) => {
  const px = devicePixelRatio;
  const ends = data.values
    .map((all, n) => ({ n, last: all.findLastIndex((value, k) => value !== null && data.times[k] <= u.scales.x.max) }))
    .filter(({ n, last }) => last >= 0 && shown(u, n))
    .map((end) => ({ ...end, y: u.valToPos(data.values[end.n][end.last], 'y', true) }))
    .sort((a, b) => a.y - b.y);
  ends.forEach((end, k) => { if (k) end.y = Math.max(end.y, ends[k - 1].y + 15 * px); });
  u.ctx.font = `600 ${12 * px}px ${getComputedStyle(document.body).fontFamily}`;
  u.ctx.textBaseline = 'middle';
  u.ctx.textAlign = 'left';
  const right = u.valToPos(Math.min(u.scales.x.max, data.times.at(-1)), 'x', true);
  for (const { n, last, y } of ends) {
    const name = data.names[n].length > 15 ? `${data.names[n].slice(0, 14)}…` : data.names[n];
    u.ctx.fillStyle = inks[n];
    u.ctx.fillText(`${name} ${data.said[n][last]}`, right + 8 * px, y);
  }
};

const dot = (u, data, n, k, radius, { fill, stroke } = {}) => {
  const px = devicePixelRatio;
  if (data.times[k] < u.scales.x.min || data.times[k] > u.scales.x.max) return;
  u.ctx.beginPath();
  u.ctx.arc(u.valToPos(data.times[k], 'x', true), u.valToPos(data.values[n][k], 'y', true), radius * px, 0, 7);
  if (fill) { u.ctx.fillStyle = fill; u.ctx.fill(); }
  if (stroke) { u.ctx.strokeStyle = stroke; u.ctx.lineWidth = 2 * px; u.ctx.stroke(); }
};

// A point with nothing on either side would be no line at all; marks; and the first line's peak.
const dots = (u, data, inks) => {
  const paper = colour('main', 'backgroundColor') === 'rgba(0, 0, 0, 0)' ? getComputedStyle(document.body).backgroundColor : colour('main', 'backgroundColor');
  data.values.forEach((all, n) => {
    if (!shown(u, n)) return;
    all.forEach((value, k) => {
      if (value === null) return;
      if ((all[k - 1] ?? null) === null && (all[k + 1] ?? null) === null) dot(u, data, n, k, 2.5, { fill: inks[n] });
      const mark = data.marks[n][k];
      if (mark) dot(u, data, n, k, 5, { fill: mark === 'alert' ? inks[n] : paper, stroke: inks[n] });
    });
  });
  const first = data.values.findIndex((_, n) => shown(u, n));
  if (first < 0) return;
  const whole = data.values[first].map((value, k) => (data.partial[k] ? null : value));
  const best = Math.max(...whole.filter((value) => value !== null)), peak = whole.indexOf(best);
  if (peak >= 0 && !data.marks[first][peak]) dot(u, data, first, peak, 4, { fill: inks[first] });
};

const ticks = (resolution) => (u, at) => at.map((value) => {
  const date = new Date(value * 1000), fine = resolution === 'minute' || resolution === 'hour';
  if (fine && (date.getUTCHours() || date.getUTCMinutes())) return date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });
  const spread = (u.scales.x.max - u.scales.x.min) / 86400;
  if (spread < 120) return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
  if (spread > 900) return date.toLocaleDateString('en-GB', { year: 'numeric', timeZone: 'UTC' });
  return date.toLocaleDateString('en-GB', { month: 'short', year: date.getUTCMonth() ? undefined : '2-digit', timeZone: 'UTC' });
});

// Values at a time, in the line under the chart, in the legend, and, when keys moved, spoken.
const reader = (plot, data, inks) => {
  const box = plot.closest('.plot-box'), legend = plot.closest('figure') ?? plot.parentElement;
  const line = box?.querySelector('[data-read]'), said = box?.querySelector('[data-said]');
  if (line) line.dataset.hint ??= line.textContent;
  const keys = [...legend.querySelectorAll('[data-line]')];
  return {
    keys,
    show: (u, k, aloud) => {
      for (const key of keys) { const value = key.querySelector('[data-value]'); if (value) value.textContent = k === null ? '' : data.said[key.dataset.line][k]; }
      if (!line) return;
      if (k === null) { line.replaceChildren(Object.assign(document.createElement('span'), { className: 'lab', textContent: line.dataset.hint })); return; }
      const seen = data.names.map((_, n) => n).filter((n) => shown(u, n));
      const when = Object.assign(document.createElement('b'), { textContent: data.labels[k] });
      const told = seen.slice(0, LABELLED).map((n) => {
        const one = document.createElement('span'), value = Object.assign(document.createElement('b'), { textContent: data.said[n][k] });
        if (seen.length > 1) one.append(`${data.names[n]} `);
        one.append(value, data.marks[n][k] ? ' (ringed: higher than its past lets expect)' : '');
        return one;
      });
      line.replaceChildren(when, ...(seen.length > LABELLED ? [`${seen.length} lines, values above`] : told));
      if (aloud && said) said.textContent = `${data.labels[k]}: ${seen.map((n) => `${data.names[n]} ${data.said[n][k]}${data.marks[n][k] ? ', spike' : ''}`).join(', ')}`;
    },
  };
};

// What fits the window of time: pointed at, dragged over, or moved by keys.
const zoomer = (u, data, box) => {
  const first = data.times[0], last = data.times.at(-1), least = (last - first) / Math.max(1, data.times.length - 1) * 4;
  const buttons = { whole: box?.querySelector('[data-zoom=whole]'), in: box?.querySelector('[data-zoom=in]'), out: box?.querySelector('[data-zoom=out]') };
  const span = () => u.scales.x.max - u.scales.x.min;
  const set = (min, max) => {
    const wide = Math.min(last - first, Math.max(least, max - min)), from = Math.min(Math.max(first, min), last - wide);
    u.setScale('x', { min: from, max: from + wide });
  };
  const by = (factor, around = u.cursor.idx) => {
    const at = around == null ? (u.scales.x.min + u.scales.x.max) / 2 : data.times[around], wide = span() * factor;
    const share = (at - u.scales.x.min) / span();
    set(at - wide * share, at + wide * (1 - share));
  };
  const whole = () => set(first, last);
  const told = () => {
    const all = span() >= (last - first) * 0.999;
    if (buttons.whole) buttons.whole.hidden = all;
    if (buttons.out) buttons.out.disabled = all;
    if (buttons.in) buttons.in.disabled = span() <= least * 1.001;
  };
  buttons.whole?.addEventListener('click', () => { whole(); buttons.in.focus(); });
  buttons.in?.addEventListener('click', () => by(0.5));
  buttons.out?.addEventListener('click', () => by(2));
  return { by, whole, told, set, span };
};

const byKeys = (plot, u, data, zoom, show) => {
  let k = null;
  const go = (to) => {
    k = Math.min(data.times.length - 1, Math.max(0, to));
    const at = data.times[k], { min, max } = u.scales.x;
    if (at < min) zoom.set(at, at + zoom.span());
    if (at > max) zoom.set(at - zoom.span(), at);
    u.setCursor({ left: u.valToPos(at, 'x'), top: 10 });
    show(u, k, true);
  };
  plot.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = k ?? u.cursor.idx ?? data.times.length;
    const does = {
      ArrowLeft: () => go(at - 1), ArrowRight: () => go(k === null && u.cursor.idx == null ? 0 : at + 1),
      PageUp: () => go(at - PAGE), PageDown: () => go(at + PAGE), Home: () => go(0), End: () => go(data.times.length - 1),
      '+': () => zoom.by(0.5, k), '=': () => zoom.by(0.5, k), '-': () => zoom.by(2, k), 0: () => zoom.whole(),
      Escape: () => { k = null; u.setCursor({ left: -10, top: -10 }); show(u, null); },
    }[event.key];
    if (!does) return;
    event.preventDefault();
    event.stopPropagation();
    does();
  });
  plot.addEventListener('blur', () => { k = null; });
  plot.addEventListener('mousemove', () => { k = null; });
};

// A finger reads values; up and down still scrolls the page.
const byTouch = (u) => {
  const move = (event) => {
    const finger = event.touches[0], place = u.over.getBoundingClientRect();
    u.setCursor({ left: finger.clientX - place.left, top: 10 });
  };
  u.over.addEventListener('touchstart', move, { passive: true });
  u.over.addEventListener('touchmove', move, { passive: true });
};

const byLegend = (u, data, keys) => {
  const switched = (n, on) => [1, 2].forEach((m) => u.setSeries(2 * n + m, { show: on }));
  for (const key of keys) {
    const n = Number(key.dataset.line);
    key.addEventListener('click', () => {
      const alone = data.names.every((_, other) => other === n || !shown(u, other));
      // Switching off the last one would leave nothing: it brings all of them back.
      if (alone && shown(u, n)) data.names.forEach((_, other) => switched(other, true));
      else switched(n, !shown(u, n));
      for (const each of keys) each.setAttribute('aria-pressed', shown(u, Number(each.dataset.line)));
    });
  }
};

const charts = new WeakMap();

const draw = (plot) => {
  const table = document.getElementById(plot.dataset.from);
  if (!table || !globalThis.uPlot) return;
  const data = read(table), { drawn, series, inks } = lines(data);
  const wide = plot.clientWidth > 640, labelled = wide && data.names.length <= LABELLED;
  const axis = { stroke: colour('lab'), font: `12px ${getComputedStyle(document.body).fontFamily}`, ticks: { show: false } };
  const say = reader(plot, data, inks);
  let zoom = null, pointed = { times: [], levels: [] };
  const u = new uPlot({
    // Dates of data are UTC: so are the axis's, whatever the clock on the wall says.
    tzDate: (time) => uPlot.tzDate(new Date(time * 1000), 'Etc/UTC'),
    width: plot.clientWidth, height: plot.clientHeight, legend: { show: false }, padding: [10, labelled ? 148 : 10, 0, 0],
    cursor: { y: false, points: { size: 7 }, drag: { x: true, y: false, dist: 8 } },
    scales: { y: { range: [0, 104] } },
    axes: [
      { ...axis, grid: { show: false }, space: 64, size: 26, gap: 6, values: ticks(plot.dataset.resolution) },
      { ...axis, grid: { stroke: colour('wait', 'backgroundColor'), width: 1 }, size: 32, gap: 4, splits: [0, 25, 50, 75, 100] },
    ],
    series,
    hooks: {
      draw: [(chart) => {
        // What is set here, and the dashes of the last line, must not reach what is drawn next.
        chart.ctx.save();
        chart.ctx.setLineDash([]);
        dots(chart, data, inks);
        acrossAndDown(chart, pointed, colour('lab'));
        for (const k of pointed.times.map((time) => data.times.indexOf(time))) {
          data.values.forEach((all, n) => { if ((all[k] ?? null) !== null && shown(chart, n)) dot(chart, data, n, k, 5, { fill: inks[n] }); });
        }
        if (labelled) label(chart, data, inks);
        chart.ctx.restore();
      }],
      setCursor: [(chart) => say.show(chart, chart.cursor.idx ?? null, false)],
      setScale: [(_, key) => { if (key === 'x') zoom?.told(); }],
    },
  }, drawn, plot);
  zoom = zoomer(u, data, plot.closest('.plot-box'));
  byKeys(plot, u, data, zoom, say.show);
  byTouch(u);
  byLegend(u, data, say.keys);
  // What somebody points at elsewhere on the page (js/points.js).
  const point = (told) => {
    pointed = told;
    const k = data.times.indexOf(told.times[0]);
    say.show(u, k < 0 ? null : k, false);
    u.redraw(false);
  };
  return { u, wide, point };
};

// Listeners go with the elements they are on: what is drawn anew gets a fresh plot, legend and foot.
const renew = (plot) => {
  const old = charts.get(plot);
  if (!old) return plot;
  old.u.destroy();
  old.watcher.disconnect();
  for (const part of [plot, ...(plot.closest('.plot-box')?.querySelectorAll('[data-zoom]') ?? []), ...(plot.closest('figure')?.querySelectorAll('[data-line]') ?? [])]) {
    const fresh = part.cloneNode(part !== plot);
    if (part.dataset.line !== undefined && !part.disabled) fresh.setAttribute('aria-pressed', 'true');
    part.replaceWith(fresh);
    if (part === plot) plot = fresh;
  }
  return plot;
};

const make = (old) => {
  const plot = renew(old), made = draw(plot);
  if (!made) return;
  const watcher = new ResizeObserver(() => {
    if (!plot.clientWidth) return;
    if ((plot.clientWidth > 640) !== made.wide) make(plot);
    else made.u.setSize({ width: plot.clientWidth, height: plot.clientHeight });
  });
  charts.set(plot, { u: made.u, point: made.point, watcher });
  watcher.observe(plot);
};

document.addEventListener('app:points', (event) => {
  for (const plot of document.querySelectorAll('.plot[data-from]')) charts.get(plot)?.point(event.detail);
});

const begin = (root) => root.querySelectorAll('.plot[data-from]').forEach(make);
// A module runs once the page is parsed; uPlot, deferred before it, is there.
begin(document);
document.addEventListener('htmx:afterSettle', (event) => begin(event.detail.elt));
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => begin(document));
new MutationObserver(() => begin(document)).observe(document.documentElement, { attributeFilter: ['data-bs-theme'] });
