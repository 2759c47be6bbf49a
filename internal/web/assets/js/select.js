// Words of a statement are selected in the text and taken into a field, with where they stand. Without this script they are
// written, and found by what they say.
(() => {
  'use strict';

  const text = document.querySelector('.correct .text');
  if (!text) return;
  const length = (s) => [...s].length; // code points
  let selected = null; // [from, to]: what was selected last in the text

  // where gives the place of an end of a selection in the text, in code points; the numbers of statements are no part of it.
  const where = (node, offset) => {
    const upTo = document.createRange();
    upTo.setStart(text, 0);
    upTo.setEnd(node, offset);
    let at = 0;
    for (const piece of text.querySelectorAll('[data-at]')) {
      if (!upTo.intersectsNode(piece)) break;
      const part = document.createRange();
      part.selectNodeContents(piece);
      if (upTo.compareBoundaryPoints(Range.END_TO_END, part) < 0) part.setEnd(upTo.endContainer, upTo.endOffset);
      at = Number(piece.dataset.at) + length(part.toString());
    }
    return at;
  };
  const first = text.querySelector('[data-at]');
  const words = (from, to) => {
    let out = '';
    let last = first ? Number(first.dataset.at) : 0;
    for (const piece of text.querySelectorAll('[data-at]')) {
      const at = Number(piece.dataset.at);
      const points = [...piece.textContent];
      if (at > last && from < at && at < to) out += ' ';
      out += points.slice(Math.max(0, from - at), Math.max(0, to - at)).join('');
      last = at + points.length;
    }
    return out;
  };

  const look = () => {
    const now = getSelection();
    if (!now.rangeCount || now.isCollapsed) return;
    const range = now.getRangeAt(0);
    if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return;
    let from = where(range.startContainer, range.startOffset);
    let to = where(range.endContainer, range.endOffset);
    const all = words(from, to);
    from += length(all) - length(all.trimStart());
    to -= length(all) - length(all.trimEnd());
    if (to > from) selected = [from, to];
  };
  document.addEventListener('selectionchange', look);

  for (const e of document.querySelectorAll('.pick')) e.hidden = false;
  document.addEventListener('mousedown', (event) => {
    if (event.target.closest?.('[data-pick]')) event.preventDefault(); // the selection stays
  });
  document.addEventListener('click', (event) => {
    const button = event.target.closest?.('[data-pick]');
    if (!button) return;
    look();
    if (!selected) return;
    const field = document.getElementById(button.dataset.pick);
    const at = field.parentElement.querySelector('input[type=hidden]');
    let spans = [selected];
    if ('more' in button.dataset && at.value) spans.push(...at.value.split(' ').map((s) => s.split('-').map(Number)));
    spans.sort((a, b) => a[0] - b[0]);
    spans = spans.filter((s, i) => i === 0 || s[0] >= spans[i - 1][1]);
    at.value = spans.map((s) => s.join('-')).join(' ');
    field.value = spans.map((s) => words(s[0], s[1])).join(' … ');
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
})();
