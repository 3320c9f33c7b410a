// Sets a document in pages: columns of one height, with the notes of each column at its foot.
// The page that calls `layPages` has a `#flow` of paragraphs, headings and tables, and notes in
// `#notes`; marks in the text name their note by `data-note`.

const LEAST_WORDS = 12; // A paragraph leaves no fewer words on a page.
const HEADING_ROOM = 70; // A heading needs so much room below, in pixels.

function layPages({ columns, head, numbers }) {
  const flow = document.getElementById("flow");
  const notes = document.getElementById("notes");
  notes.remove();
  flow.remove();
  let page = null;
  let column = null;
  let count = 0;

  const element = (name, parent) => {
    const made = document.createElement("div");
    made.className = name;
    parent.append(made);
    return made;
  };
  const nextColumn = () => {
    if (page === null || page.columns.length === columns) {
      const sheet = element("sheet", document.body);
      count += 1;
      if (head && count > 1) element("head", sheet).textContent = head;
      page = { sheet, area: element("area", sheet), columns: [] };
      if (numbers) element("number", sheet).textContent = `${count}`;
    }
    const box = element("column", page.area);
    const gap = parseFloat(getComputedStyle(page.area).columnGap) || 0;
    box.style.width = `${(page.area.clientWidth - gap * (columns - 1)) / columns}px`;
    const text = element("text", box);
    column = { box, text, foot: element("foot", box) };
    page.columns.push(column);
  };
  const fits = () => {
    const foot = column.foot.childElementCount > 0 ? column.foot.offsetHeight + 8 : 0;
    return column.text.offsetHeight + foot <= column.box.clientHeight;
  };
  const put = (piece) => {
    column.text.append(piece);
    const added = [...piece.querySelectorAll("[data-note]")].map((mark) =>
      notes.querySelector(`#${mark.dataset.note}`).cloneNode(true));
    column.foot.append(...added);
    return () => [piece, ...added].forEach((one) => one.remove());
  };
  const isEmpty = () => column.text.childElementCount === 0;

  // The end of the words of a paragraph, counted from 1.
  const wordEnds = (piece) => {
    const walker = document.createTreeWalker(piece, NodeFilter.SHOW_TEXT);
    const ends = [];
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.parentElement.closest("sup")) continue;
      for (const found of node.data.matchAll(/\S+\s+/g)) ends.push([node, found.index + found[0].length]);
    }
    return ends;
  };
  const cut = (piece, words) => {
    const rest = piece.cloneNode(true);
    const [node, offset] = wordEnds(rest)[words - 1];
    const range = document.createRange();
    range.setStart(rest, 0);
    range.setEnd(node, offset);
    const front = piece.cloneNode(false);
    front.append(range.extractContents());
    front.classList.add("cut");
    rest.classList.add("continued");
    return [front, rest];
  };
  const placeText = (piece) => {
    let take = put(piece);
    if (fits()) return;
    take();
    const total = wordEnds(piece).length;
    let [low, high] = [0, total - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      take = put(cut(piece, middle)[0]);
      const has = fits();
      take();
      [low, high] = has ? [middle, high] : [low, middle - 1];
    }
    if (low < LEAST_WORDS || total - low < LEAST_WORDS) {
      if (isEmpty()) return void put(piece);
      nextColumn();
      return placeText(piece);
    }
    const [front, rest] = cut(piece, low);
    put(front);
    nextColumn();
    placeText(rest);
  };
  const placeTable = (table) => {
    const rows = [...table.querySelectorAll("tr")];
    let open = null;
    for (const row of rows) {
      const add = () => {
        if (open === null) {
          open = table.cloneNode(false);
          open.append(document.createElement("tbody"));
          column.text.append(open);
        }
        open.firstElementChild.append(row);
        const added = [...row.querySelectorAll("[data-note]")].map((mark) =>
          notes.querySelector(`#${mark.dataset.note}`).cloneNode(true));
        column.foot.append(...added);
        return added;
      };
      const added = add();
      if (!fits() && column.text.querySelectorAll("tr, p, h1, h2, h3, h4").length > 1) {
        row.remove();
        added.forEach((one) => one.remove());
        if (open.firstElementChild.childElementCount === 0) open.remove();
        open = null;
        nextColumn();
        add();
      }
    }
  };

  nextColumn();
  for (const piece of [...flow.children]) {
    if (piece.tagName === "TABLE") placeTable(piece);
    else if (/^H\d$/.test(piece.tagName)) {
      put(piece);
      if (column.text.offsetHeight + column.foot.offsetHeight + HEADING_ROOM > column.box.clientHeight && column.text.childElementCount > 1) {
        piece.remove();
        nextColumn();
        put(piece);
      }
    } else placeText(piece);
  }
}
