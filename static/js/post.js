// A post as its platform will show it: as portal/previewing.py and svckit/links.py do it for the page.
import { links, measure } from './lengths.js';

const HTTP = /(?<![\p{L}\p{N}_])https?:\/\/[^\s<>"“”„«»]+/giu;
const TRAILING = '.,;:!?\'’…·–—*_~', PAIRS = { ')': '(', ']': '[', '}': '{', '）': '（' };
const HASHTAG = /(?<![\p{L}\p{N}_&/#＃])[#＃](?=[\p{N}_]*\p{L})[\p{L}\p{N}_][\p{L}\p{M}\p{N}_\u200C\u200D]*/gu;
const MENTION = /(?<![\p{L}\p{N}_@/])@[\p{L}\p{N}_]+(?:[.@-][\p{L}\p{N}_]+)*/gu;
const SHORTENED = { x: 26, mastodon: 30 };

const trimmed = (given) => {
  let link = given;
  for (;;) {
    const last = link.at(-1);
    const closes = last in PAIRS && link.split(last).length > link.split(PAIRS[last]).length;
    if (!link || (!TRAILING.includes(last) && !closes)) return link;
    link = link.slice(0, -1);
  }
};
const httpLinks = (text) => [...text.matchAll(HTTP)].map((match) => [match.index, match.index + trimmed(match[0]).length]);

const extended = (link, query) => {
  const [, address, given, fragment] = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(link);
  const names = (given ?? '').slice(1).split(/[&;]/).map((part) => part.split('=')[0].toLowerCase());
  if (names.some((name) => name.startsWith('utm_')) || !/^https?:\/\/[^/]/i.test(address)) return link;
  const before = given ? given + (given.length > 1 && !given.endsWith('&') ? '&' : '') : '?';
  return `${address}${before}${query}${fragment ?? ''}`;
};

// The text as submitting makes it: the team's parameters on links that have none.
export const marked = (text, utm) => {
  const query = Object.entries(utm).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
  if (!query) return text;
  let made = '', at = 0;
  for (const [start, end] of httpLinks(text)) {
    made += text.slice(at, start) + extended(text.slice(start, end), query);
    at = end;
  }
  return made + text.slice(at);
};

// Where its hashtags are, in UTF-16 code units, as svckit/hashtags.py finds them: none within an address.
export const hashtags = (text) => {
  const taken = [...httpLinks(text), ...links(text, true)];
  return [...text.matchAll(HASHTAG)].map((match) => [match.index, match.index + match[0].length])
    .filter(([start, end]) => !taken.some(([a, b]) => a < end && start < b));
};

// How many code units of the text the platform takes.
const fits = (text, by) => {
  const good = (part) => { const found = measure(part, by); return !found.over && !found.overBytes; };
  if (good(text)) return text.length;
  const ends = [...new Intl.Segmenter().segment(text)].map((one) => one.index + one.segment.length);
  let low = 0, high = ends.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (good(text.slice(0, ends[middle - 1]))) low = middle; else high = middle - 1;
  }
  return low ? ends[low - 1] : 0;
};

const runs = (text, platform, by) => {
  const spans = httpLinks(text).map(([start, end]) => ['link', start, end]);
  const free = (start, end) => !spans.some(([, a, b]) => a < end && start < b);
  if (by.bareLinks || platform === 'bluesky') {
    for (const [start, end] of links(text, true)) if (free(start, end)) spans.push(['link', start, end]);
  }
  for (const match of [...text.matchAll(HASHTAG), ...text.matchAll(MENTION)]) {
    const end = match.index + match[0].length;
    if (free(match.index, end)) spans.push(['tag', match.index, end]);
  }
  const found = [];
  let at = 0;
  for (const [kind, start, end] of spans.sort((a, b) => a[1] - b[1])) {
    found.push(['text', at, start], [kind, start, end]);
    at = end;
  }
  return [...found, ['text', at, text.length]].filter(([, start, end]) => start < end);
};

const shown = (kind, text, platform) => {
  const most = SHORTENED[platform];
  if (kind !== 'link' || !most) return text;
  const bare = [...text.replace(/^https?:\/\/(?:www\.)?/i, '')];
  return bare.length <= most ? bare.join('') : `${bare.slice(0, most).join('')}…`;
};

// The nodes of the preview; what lies beyond the platform's limit is marked.
export const preview = (text, platform, by) => {
  const end = fits(text, by), nodes = [];
  const add = (kind, from, to, over) => {
    if (from >= to) return;
    const said = shown(kind, text.slice(from, to), platform);
    if (kind === 'text' && !over) { nodes.push(said); return; }
    nodes.push(Object.assign(document.createElement(over ? 'mark' : 'span'), { className: over ? 'over' : 'pv-link', textContent: said }));
  };
  for (const [kind, start, stop] of runs(text, platform, by)) {
    add(kind, start, Math.min(stop, end), false);
    add(kind, Math.max(start, end), stop, true);
  }
  return nodes;
};
