// A search that waits or runs: its page follows the service's stream, and looks by itself where there is none.
const LOOK_EVERY = 2000;

const follow = (place) => {
  let stream = null, timer = 0;
  const there = () => document.body.contains(place);
  const look = () => { if (there()) htmx.trigger(place, 'look'); else end(); };
  const poll = (on) => { clearInterval(timer); timer = on ? setInterval(look, LOOK_EVERY) : 0; };
  const end = () => { stream?.close(); poll(false); removeEventListener('pagehide', end); };
  const heard = (event) => {
    if (!there()) { end(); return; }
    poll(false);
    const search = JSON.parse(event.data), { progress, status } = search;
    // Only how long it takes changes every second; the page as a whole only when something happened.
    const now = [status, progress.step, progress.done, progress.waiting?.place ?? '', progress.waiting?.reason ?? ''].join(' ');
    const message = place.querySelector('[data-live=message]');
    if (message && message.textContent !== progress.message) message.textContent = progress.message;
    if (now !== place.querySelector('[data-now]')?.dataset.now) look();
  };
  const connect = () => {
    stream = new EventSource(place.dataset.follows);
    stream.addEventListener('progress', heard);
    stream.addEventListener('done', () => { end(); look(); });
    // The browser connects again by itself; meanwhile, and where streams are held back, we look.
    stream.addEventListener('error', () => {
      poll(true);
      if (stream.readyState === EventSource.CLOSED) setTimeout(() => { if (there() && timer) connect(); }, 10000);
    });
  };
  connect();
  addEventListener('pagehide', end);
  // Nothing is asked while nobody looks.
  document.addEventListener('visibilitychange', () => { if (!document.hidden && there()) look(); });
  // A page out of the browser's memory goes on where it was.
  addEventListener('pageshow', (event) => { if (event.persisted && there()) { look(); connect(); } });
};

document.querySelectorAll('[data-follows]').forEach(follow);
