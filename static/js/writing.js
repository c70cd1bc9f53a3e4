// The text, or several texts, while they are written; and its place in the line before.
const RUNNING = 'You may close this page; it goes on.';
const LINES = {
  waiting: 'Waiting for the data of its search', queued: 'Waiting for its turn at the model',
  running: RUNNING, generating: RUNNING, thinking: 'The model thinks before it writes. You may close this page; it goes on.',
};
const ENDINGS = { 1: 'st', 2: 'nd', 3: 'rd' };
const AGAIN_MS = 3000;

let asked = 0;

const ordinal = (n) => `${n}${n % 100 > 10 && n % 100 < 14 ? 'th' : ENDINGS[n % 10] ?? 'th'}`;
const duration = (seconds) => seconds < 90 ? `${Math.max(1, Math.round(seconds))} s` : `${Math.round(seconds / 60)} min`;
const inLine = ({ place, usual_seconds: usual }) => {
  const where = place === 1 ? 'Next in line at the model' : `${ordinal(place)} in line at the model`;
  return usual ? `${where}, usually ${duration(usual)} each` : where;
};
const graphemes = (text) => [...new Intl.Segmenter().segment(text)].length;

class Column {
  // One text. Its first words replace what the page brought: the stream begins at the beginning.
  constructor(box) {
    this.box = box;
    this.text = box.querySelector('[data-text]');
    this.begun = false;
  }

  now(icon) {
    for (const sign of this.box.querySelectorAll('[data-when]')) sign.hidden = sign.dataset.when !== icon;
    this.text.classList.toggle('caret', icon === 'writing');
    if (icon === 'next') this.begun = false;
  }

  add(piece) {
    if (!this.begun) {
      this.cut(0);
      this.now('writing');
    }
    this.begun = true;
    this.text.textContent += piece;
    this.count();
  }

  cut(length) {
    this.text.textContent = [...this.text.textContent].slice(0, length).join('');
    this.count();
  }

  count() {
    const count = this.box.querySelector('[data-count]'), n = graphemes(this.text.textContent);
    if (count) count.textContent = n ? `${n} characters` : '';
  }
}

const follow = (page) => {
  const columns = [...page.querySelectorAll('[data-column]')].map((box) => new Column(box));
  const state = document.getElementById('stream-state'), badge = document.getElementById('state-shown');
  const source = new EventSource(page.dataset.stream);
  let current = 0;
  const say = (words) => { if (state.textContent !== words) state.textContent = words; };

  const finish = () => {
    source.close();
    // Asked again at most every three seconds: a stream that ends too early must not become a storm.
    const wait = Math.max(0, asked + AGAIN_MS - Date.now());
    asked = Date.now() + wait;
    setTimeout(() => htmx.ajax('GET', page.dataset.page, { target: '#draft', select: '#draft', swap: 'outerHTML' }), wait);
  };
  const on = (kind, act) => source.addEventListener(kind, (event) => act(JSON.parse(event.data)));

  on('token', ({ text }) => {
    if (state.textContent !== RUNNING) say(RUNNING);
    columns[current].add(text);
  });
  on('rewind', ({ length }) => columns[current].cut(length));
  on('variant', ({ number, of }) => {
    current = Math.min(number, columns.length) - 1;
    columns.forEach((column, n) => column.now(n < current ? 'written' : n === current ? 'writing' : 'next'));
    columns[current].cut(0);
    const word = badge?.querySelector('.st');
    if (word?.lastChild && of > 1) word.lastChild.textContent = `Writing ${number} of ${of}`;
  });
  on('state', ({ state: name }) => {
    if (LINES[name]) say(LINES[name]);
    if (name === 'running' || name === 'thinking') columns[current].now('writing');
  });
  on('place', (line) => {
    say(inLine(line));
    columns[current].now('next');
  });
  source.addEventListener('done', finish);
  source.addEventListener('failed', finish);
  source.addEventListener('error', () => {
    // The browser tries again by itself, from where it was; only a refusal is for good.
    if (source.readyState === EventSource.CLOSED) finish();
    else say('The line broke; reading on from where it was.');
  });
  source.addEventListener('open', () => { if (state.textContent.startsWith('The line')) say(RUNNING); });
  addEventListener('pagehide', () => source.close());
  // A page that another one takes the place of stops reading.
  document.addEventListener('htmx:beforeSwap', (event) => { if (event.detail.target?.contains(page)) source.close(); });
};

// Seconds since the writing began, beside how long it usually takes.
const tick = () => {
  const clock = document.querySelector('[data-since]');
  if (clock) clock.textContent = duration((Date.now() - Date.parse(clock.dataset.since)) / 1000);
};

const begin = () => {
  const page = document.querySelector('[data-stream]');
  if (page && !page.dataset.followed) { page.dataset.followed = '1'; follow(page); }
};
begin();
tick();
setInterval(tick, 1000);
document.addEventListener('htmx:afterSettle', begin);
