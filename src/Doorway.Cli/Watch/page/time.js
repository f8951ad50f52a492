// Live, paused or in slow motion: which event is the newest one shown.
import { byId } from "./dom.js";
import { duration } from "./text.js";

const shortest = 250;
const longest = 1500;

export class Time {
  constructor(store, selection, changed) {
    Object.assign(this, { store, selection, changed });
    this.mode = "live";
    this.cursor = Infinity;
    this.isLive = true;
    this.isShown = () => true;
    this.scrubber = byId("scrubber");
    this.scrubber.addEventListener("input", () => this.go(Number(this.scrubber.value)));
    byId("pause").addEventListener("click", () => this.toggle());
    byId("live").addEventListener("click", () => this.live());
    byId("slow").addEventListener("click", () => this.slow());
    byId("back").addEventListener("click", () => this.step(-1));
    byId("forward").addEventListener("click", () => this.step(1));
  }

  /** The number of the newest event shown; infinite while live. */
  get at() {
    return this.mode === "live" ? Infinity : this.cursor;
  }

  /** The number of the newest event shown. */
  get newest() {
    return this.mode === "live" ? this.store.last : this.cursor;
  }

  /** The time of the events: now where they happen now, else of the newest one shown. */
  now() {
    if (this.mode === "live" && !this.isOver) return Date.now();
    const index = this.store.indexAfter(this.newest) - 1;
    return this.store.events[index]?.t ?? this.store.start;
  }

  pause(at = this.newest) {
    clearTimeout(this.timer);
    this.mode = "paused";
    this.cursor = at;
    this.changed();
  }

  /** Whether nothing more happens: a recording, or all has ended. */
  get isOver() {
    return !this.isLive || this.store.ended;
  }

  toggle() {
    if (this.mode === "slow") this.pause();
    else if (this.isOver) this.slow();
    else if (this.mode === "live") this.pause();
    else this.live();
  }

  live() {
    clearTimeout(this.timer);
    this.mode = "live";
    this.selection.clear();
    this.onLive?.();
    this.changed();
  }

  /** Shows one event after another, none too quick to be seen, none too slow to wait for. */
  slow() {
    const from = this.newest >= this.store.last ? this.beginning() : this.newest;
    this.pause(from);
    this.mode = "slow";
    this.next();
  }

  // From the newest end there is nothing to be slow about: what is over begins once more, of what
  // goes on the newest is repeated.
  beginning() {
    return Math.max(this.store.first - 1, this.isOver ? 0 : this.store.last - 60);
  }

  next() {
    const speed = Number(byId("speed").value);
    const here = this.store.find(this.cursor);
    const event = this.neighbour(1);
    const gap = here && event ? (event.t - here.t) * 1000 : shortest;
    const wait = Math.min(longest, Math.max(shortest, gap)) / speed;
    if (!event && this.isOver) {
      this.pause();
      return;
    }
    this.timer = setTimeout(() => {
      if (this.mode !== "slow") return;
      if (event) this.show(event);
      this.next();
    }, event ? wait : shortest);
  }

  neighbour(direction) {
    const events = this.store.events;
    let index = this.store.indexAfter(this.newest) - 1 + direction;
    while (index >= 0 && index < events.length && !this.isShown(events[index])) index += direction;
    return events[index] ?? null;
  }

  step(direction) {
    const event = this.neighbour(direction);
    if (this.mode !== "paused") this.pause();
    if (event) this.show(event);
  }

  show(event) {
    this.cursor = event.n;
    this.selection.choose({ n: event.n, range: event.range });
    this.onStep?.(event);
  }

  go(number) {
    this.pause(number);
    const event = this.store.events[this.store.indexAfter(number) - 1];
    if (event) this.show(event);
  }

  draw() {
    const { first, last } = this.store;
    this.scrubber.min = first;
    this.scrubber.max = last;
    if (document.activeElement !== this.scrubber || this.mode !== "paused") {
      this.scrubber.value = Math.min(this.newest, last);
    }
    const event = this.store.events[this.store.indexAfter(this.newest) - 1];
    const at = event ? duration(event.t - this.store.start) : "";
    this.scrubber.setAttribute("aria-valuetext", `event ${event?.n ?? 0} of ${last}, ${at}`);
    byId("position").textContent = `${event?.n ?? 0} / ${last} · ${at}`;
    byId("pause").textContent = this.mode === "slow" ? "Pause"
      : this.isOver ? "Play" : this.mode === "live" ? "Pause" : "Go on";
    byId("live").textContent = this.isOver ? "To the end" : "Live";
    byId("live").setAttribute("aria-pressed", this.mode === "live");
    byId("slow").setAttribute("aria-pressed", this.mode === "slow");
    document.body.dataset.mode = this.mode;
  }
}
