/* What is wrong with the places of things on a page: an array of sentences, empty when nothing is. */
() => {
  const faults = [];
  const wide = document.documentElement.clientWidth, high = innerHeight;
  const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length;
  const say = (what, text) => faults.push(`${what}: ${text.trim().slice(0, 60)}`);

  /* whether something painted lies on a text: a box without a ground of its own shows what is under it */
  const hides = (top, below) => {
    for (let each = top; each && !each.contains(below); each = each.parentElement) {
      if (each.closest("img, svg") || !/, 0\)$|transparent/.test(getComputedStyle(each).backgroundColor)) return true;
    }
    return false;
  };

  /* the ink of a line of text: figures have neither hooks nor marks above them */
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || !shown(parent) || parent.closest("script, .visually-hidden, .skip, title")) continue;
    const size = parseFloat(getComputedStyle(parent).fontSize);
    const trim = size * (/^[\d\s.,:%/−–-]+$/.test(node.data) ? .27 : .08);
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width < 1) continue;
      const lines = { left: box.left, right: box.right, top: box.top + trim, bottom: box.bottom - trim };
      texts.push({ node, parent, text: node.data, ...lines });
    }
  }
  for (const one of texts) {
    if (one.left < -1 || one.top < -1 || one.right > wide + 1 || one.bottom > high + 1) say("outside", one.text);
    const top = document.elementFromPoint((one.left + one.right) / 2, (one.top + one.bottom) / 2);
    if (top && !one.parent.contains(top) && hides(top, one.parent)) say("covered", one.text);
  }
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  texts.forEach((one, at) => {
    for (const other of texts.slice(at + 1)) {
      if (other.node !== one.node && meet(one, other)) say("overlap", `${one.text.trim()} / ${other.text.trim()}`);
    }
  });
  for (const picture of document.querySelectorAll("img, svg.share")) {
    if (!shown(picture)) continue;
    const box = picture.getBoundingClientRect();
    if (box.left < -1 || box.top < -1 || box.right > wide + 1 || box.bottom > high + 1) say("outside", picture.className.baseVal ?? "picture");
    for (const one of texts) if (meet(one, box)) say("on a picture", one.text);
  }
  for (const box of document.querySelectorAll("main, main *")) {
    if (!shown(box) || box.closest("svg, img") || !box.clientWidth) continue;
    const style = getComputedStyle(box);
    if (box.scrollWidth > box.clientWidth + 1 && !box.matches(".visually-hidden")) say("too wide", `${box.className} ${box.textContent}`);
    if (style.overflowY !== "visible" && box.scrollHeight > box.clientHeight + 1) say("clipped", box.textContent);
  }
  return [...new Set(faults)];
}
