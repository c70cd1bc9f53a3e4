// How long a text is to those who limit it, counted as svckit/lengths.py does: the server's count decides,
// this one answers at once.
import tlds from './tlds.js';

const LATIN = '\\xC0-\\xD6\\xD8-\\xF6\\xF8-\\u024F\\u0253\\u0254\\u0256\\u0257\\u0259\\u025B\\u0263\\u0268\\u026F\\u0272\\u0289\\u028B\\u02BB\\u0300-\\u036F\\u1E00-\\u1EFF';
const PATH = `[a-z\\u0400-\\u04FF0-9!*';:=+,.$\\/%#\\[\\]\\-\\u2013_~@\\|&${LATIN}]`;
const PARENS = `\\((?:${PATH}+|${PATH}*\\(${PATH}+\\)${PATH}*)\\)`;
const LAST = `(?:[+\\-a-z\\u0400-\\u04FF0-9=_#\\/${LATIN}]|${PARENS})`;
const QUERY = '(?:\\?[a-z0-9!?*\'@();:&=+$\\/%#\\[\\]\\-_.,~\\|]*[a-z0-9\\-_&=#\\/])?';
const LABEL = '[^!\'#%&()*+,\\\\\\-.\\/:;<=>?@\\[\\]\\^_\\{\\|\\}~$\\s\\p{C}]';
const TOP = `(?:${tlds.split(' ').sort((a, b) => b.length - a.length).join('|')}|xn--[\\-0-9a-z]+)(?![0-9a-z@+\\-])`;
const HOST = `(?<host>(?:(?:${LABEL}(?:[_\\-]|${LABEL}){0,61})?${LABEL}\\.){1,8}${TOP})`;
const FOUND = `(?<before>[^A-Za-z0-9@＠$#＃\\uFFFE\\uFEFF\\uFFFF]|^)(?<link>(?<scheme>https?:\\/\\/)?${HOST}(?::[0-9]+)?(?<path>\\/(?:(?:${PATH}|${PARENS})*${LAST})?)?${QUERY})`;
const LINKS = new RegExp(FOUND, 'giu');
const HOSTS = new RegExp(`(?:[\\-a-z0-9${LATIN}]{1,63}\\.){1,8}${TOP}`, 'giu');
const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3/u;
const LIGHT = [[0, 4351], [8192, 8205], [8208, 8223], [8242, 8247]];

const segmenter = new Intl.Segmenter();
const clusters = (text) => [...segmenter.segment(text)].map((one) => one.segment);
export const graphemes = (text) => clusters(text).length;
export const bytes = (text) => new TextEncoder().encode(text).length;

const weight = (cluster) => {
  if (EMOJI.test(cluster)) return 2;
  return [...cluster].reduce((sum, char) => {
    const code = char.codePointAt(0);
    return sum + (LIGHT.some(([low, high]) => low <= code && code <= high) ? 1 : 2);
  }, 0);
};
const MENTION = /(?<![\p{L}\p{N}_/=])(@[\p{L}\p{N}_]+(?:[.-][\p{L}\p{N}_]+)*)@[\p{L}\p{N}_.-]*[\p{L}\p{N}_]/gu;
const plain = (given, by) => {
  const text = by.shortMentions ? given.replace(MENTION, '$1') : given;
  if (by.unit === 'utf16') return text.length;
  return by.unit === 'weighted' ? clusters(text).reduce((sum, one) => sum + weight(one), 0) : graphemes(text);
};

// Where the links are, in UTF-16 code units.
export const links = (text, bare) => {
  const found = [];
  for (const match of text.matchAll(LINKS)) {
    const { before, link, scheme, host, path } = match.groups, start = match.index + before.length;
    if (scheme) found.push([start, start + link.length]);
    else if (bare && !['-', '_', '.', '/'].includes(before)) {
      const hosts = [...host.matchAll(HOSTS)].map((one) => [start + one.index, start + one.index + one[0].length]);
      if (hosts.length && path) hosts.at(-1)[1] = start + link.length;
      found.push(...hosts);
    }
  }
  return found;
};

// `by`: {unit, limit, byteLimit, link, bareLinks, shortMentions}; limits and link may be null.
export const measure = (given, by) => {
  const text = by.unit === 'weighted' ? given.normalize('NFC') : given;
  let used = 0, at = 0;
  if (by.link) {
    for (const [start, end] of links(text, by.bareLinks)) {
      used += plain(text.slice(at, start), by) + by.link;
      at = end;
    }
  }
  used += plain(text.slice(at), by);
  const size = by.byteLimit ? bytes(given) : 0;
  return {
    used, bytes: size,
    over: by.limit ? Math.max(0, used - by.limit) : 0,
    overBytes: by.byteLimit ? Math.max(0, size - by.byteLimit) : 0,
  };
};
