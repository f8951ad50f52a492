// One thing chosen is marked in all views. Chosen is an event, and the bytes that it is about.

export class Selection {
  constructor(changed) {
    this.changed = changed;
    this.n = 0;
    this.range = null;
    document.addEventListener("click", event => this.click(event));
  }

  // What can be chosen says so itself: the innermost element that does counts.
  click(event) {
    for (const element of event.composedPath()) {
      if (!element.choose) continue;
      this.choose(element.choose);
      this.onClick?.();
      return;
    }
  }

  /** Chooses {n, range}; without a number the bytes alone. */
  choose({ n = 0, range = null }) {
    this.n = n;
    this.range = range && range.length > 0 ? range : null;
    this.isByte = range?.byte === true;
    this.version = (this.version ?? 0) + 1;
    this.changed();
  }

  clear() {
    this.choose({});
  }

  /** Whether some bytes are among the chosen. */
  covers(range) {
    return this.range !== null && range !== undefined && range !== null && range.length > 0
      && range.flow === this.range.flow && range.from === this.range.from
      && range.offset < this.range.offset + this.range.length
      && this.range.offset < range.offset + range.length;
  }

  /** The class of what shows an event. */
  mark(event) {
    if (event.n === this.n) return "chosen marked";
    return this.covers(event.range) ? "marked" : "";
  }
}

/** One byte of the bytes that an event is about, or as many as make one character. */
export function byteOf(range, at, length = 1) {
  return {
    flow: range.flow, from: range.from, offset: range.offset + at, length, byte: true,
    datagram: range.datagram,
  };
}
