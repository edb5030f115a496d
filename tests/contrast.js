// Texts and edges of boxes whose contrast is below WCAG 2.2 AA (1.4.3: 4.5, large type 3; 1.4.11: 3).
() => {
  const parse = (text) => {
    const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number);
    return [r, g, b, a];
  };
  const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3]));
  const light = (rgb) => {
    const [r, g, b] = rgb.slice(0, 3).map((x) => x / 255)
      .map((x) => (x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const behind = (element) => {
    let under = [255, 255, 255];
    const layers = [];
    for (let e = element; e; e = e.parentElement) layers.push(parse(getComputedStyle(e).backgroundColor));
    for (const layer of layers.reverse()) under = over(layer, under);
    return under;
  };
  const found = [];
  const told = (element, colour, need, words) => {
    const under = behind(element);
    const got = ratio(over(parse(colour), under), under);
    if (got < need) found.push(`${got.toFixed(2)} < ${need}: ${element.tagName} ${words.slice(0, 30)}`);
  };
  const seen = (element) => element.getClientRects().length
    && getComputedStyle(element).visibility !== "hidden";
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const words = walk.currentNode.textContent.trim();
    const element = walk.currentNode.parentElement;
    if (!words || element.closest("script, style, template, option, svg, button:disabled")) continue;
    if (!seen(element)) continue;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    told(element, style.color, large ? 3 : 4.5, words);
  }
  const boxes = "input:not([type=hidden], [type=checkbox], [type=file], [role=combobox]), select, textarea";
  for (const box of document.querySelectorAll(boxes)) {
    if (!seen(box)) continue;
    const style = getComputedStyle(box);
    told(box, style.color, 4.5, `value ${box.name}`);
    if (box.placeholder) told(box, getComputedStyle(box, "::placeholder").color, 4.5, box.placeholder);
    const edged = box.closest("#line") ?? box; // the question's box is the line around it
    told(edged.parentElement, getComputedStyle(edged).borderTopColor, 3, `edge of ${box.name || box.id}`);
  }
  return found;
}
