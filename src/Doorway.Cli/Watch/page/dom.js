// Elements, made from data alone: texts become text nodes.

const svgSpace = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "choose" || name.startsWith("on")) element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(3).filter(one => one !== null && one !== undefined));
  return element;
}

/** An HTML element. */
export function html(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** An SVG element. */
export function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS(svgSpace, name), attributes, children);
}

/** The element of the page with this id. */
export function byId(id) {
  return document.getElementById(id);
}

/** Puts new children in place of the old, and keeps where the keyboard was. */
export function replace(element, ...children) {
  const key = element.contains(document.activeElement) ? document.activeElement.id : "";
  element.replaceChildren(...children.flat(3).filter(one => one));
  if (key) byId(key)?.focus({ preventScroll: true });
}
