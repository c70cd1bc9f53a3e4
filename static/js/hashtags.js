// Hashtags that code suggests. A press puts one on the line of hashtags at the end of the text in hand,
// another takes it out of that line. One that stands in a sentence is part of it, and is not offered.
import { hashtags } from './post.js';

const key = (tag) => tag.normalize('NFC').toLowerCase().replace('＃', '#');
const found = (text) => hashtags(text).map(([start, end]) => text.slice(start, end));

// The last line where it is hashtags and nothing else; else none, at the end of the text.
export const lastLine = (text) => {
  const end = text.trimEnd().length, start = text.slice(0, end).lastIndexOf('\n') + 1;
  const tags = found(text.slice(start, end)), words = text.slice(start, end).split(/\s+/).filter(Boolean);
  return tags.length && words.join(' ') === tags.join(' ') ? { start, end, tags } : { start: end, end, tags: [] };
};

// What to put in the place of which code units: [start, end, words].
export const toggled = (text, tag) => {
  const { start, end, tags } = lastLine(text), others = tags.filter((one) => key(one) !== key(tag));
  if (others.length < tags.length) {
    // The last one to go takes its line along.
    return others.length ? [start, end, others.join(' ')] : [text.slice(0, start).trimEnd().length, end, ''];
  }
  return tags.length ? [end, end, ` ${tag}`] : [end, text.length, `${end ? '\n\n' : ''}${tag}`];
};

// `current()` is the field in hand; `put` edits it.
export const suggest = (form, current, put) => {
  const box = form.querySelector('#hashtags'), chips = [...(box?.querySelectorAll('[data-hashtag]') ?? [])];
  const draw = () => {
    const text = current().value, line = lastLine(text).tags.map(key), all = found(text).map(key);
    for (const chip of chips) {
      const on = line.includes(key(chip.dataset.hashtag));
      chip.setAttribute('aria-pressed', on);
      chip.hidden = !on && all.includes(key(chip.dataset.hashtag));
    }
    box.hidden = chips.every((chip) => chip.hidden);
  };
  if (!chips.length) return;
  box.addEventListener('click', (event) => {
    const chip = event.target.closest('[data-hashtag]'), field = current();
    if (!chip) return;
    put(field, ...toggled(field.value, chip.dataset.hashtag));
    // Typing took the focus along; who goes through the suggestions by key stays among them.
    if (!chip.hidden) chip.focus();
  });
  form.addEventListener('input', draw);
  form.addEventListener('app:text', draw);
  draw();
};
