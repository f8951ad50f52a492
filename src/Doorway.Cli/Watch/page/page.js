// Puts the page together: one store of events, the views of it, and one drawing for all that
// changed since the last frame.
import { Application } from "./application.js";
import { isMissed } from "./arrivals.js";
import { Calls } from "./calls.js";
import { Controls } from "./controls.js";
import { byId, html } from "./dom.js";
import { Export } from "./export.js";
import { Filter } from "./filter.js";
import { listenToKeys } from "./keys.js";
import { legs } from "./legs.js";
import { Real } from "./real.js";
import { Rows } from "./rows.js";
import { Selection } from "./select.js";
import { Store } from "./stream.js";
import { listenToTheme } from "./theme.js";
import { Time } from "./time.js";
import { Ladder } from "./transport.js";
import { count, payload, plain, shown } from "./text.js";

const announceEvery = 1_000;
let pending = false;
let restUntil = 0;

function invalidate() {
  if (pending) return;
  pending = true;
  requestAnimationFrame(draw);
}

const store = new Store(invalidate);
const filter = new Filter(byId("filter"), () => {
  rows.rebuild();
  invalidate();
});
const rows = new Rows(store, event => filter.accepts(event));
const selection = new Selection(invalidate);
const time = new Time(store, selection, invalidate);
const ladder = new Ladder(store, rows, selection, time);
const application = new Application(selection, filter);
const calls = new Calls();
const real = new Real(store, selection, time);
application.isMissed = message => isMissed(store.find(message.n) ?? message, time.at);
let controls = null;

store.added = event => rows.add(event);
store.trimmed = () => rows.rebuild();
time.isShown = event => !["flow", "queue"].includes(event.kind) && !event.isFolded
  && filter.accepts(event);
time.onStep = event => {
  ladder.follows = false;
  ladder.draw();
  ladder.reveal(event.n);
};
selection.onClick = () => ladder.showChosen();
time.onLive = () => {
  ladder.follows = true;
};

function draw() {
  pending = false;
  const isMore = store.drain();
  const begin = performance.now();
  // A slow machine draws less often, so that it still answers to who uses it.
  if (begin >= restUntil) {
    const isFlood = store.last - drawnLast > 30;
    drawnLast = store.last;
    drawViews();
    const end = performance.now();
    restUntil = end + Math.max(isFlood ? 80 : 0, 2 * (end - begin));
    isDirty = false;
  } else {
    isDirty = true;
  }
  if (isMore || isDirty) invalidate();
}
let isDirty = false;
let drawnLast = 0;

function drawViews() {
  const world = store.worldAt(time.at);
  const legOf = legs(world);
  ladder.legOf = legOf;
  ladder.hasLink = legOf !== null;
  application.legOf = legOf;
  ladder.draw();
  if (performance.now() < restOfThem) {
    later ??= setTimeout(invalidate, 60);
    return;
  }
  clearTimeout(later);
  later = null;
  application.draw(world, time.now());
  calls.draw(world);
  real.draw();
  time.draw();
  tellCounts();
  announce(world);
  restOfThem = performance.now() + 60;
}
// Beside the ladder the others are drawn less often: nobody reads them at 60 a second.
let restOfThem = 0;
let later = null;

function tellCounts() {
  const parts = [`${count(store.events.length)} events`];
  if (store.forgotten > 0) parts.push(`${count(store.forgotten)} older not shown`);
  if (store.left > 0) parts.push(`${count(store.left)} left out`);
  if (filter.isOn) parts.push(`${count(rows.list.length)} rows match`);
  byId("counts").textContent = parts.join(" · ");
  document.body.dataset.events = store.last;
}

// At most one message a second is said, and the last one always is.
let announced = 0;
let announcedAt = -announceEvery;
let toAnnounce = null;
let timer = null;
function announce(world) {
  toAnnounce = world.newest;
  if (!toAnnounce || toAnnounce.n === announced || timer !== null) return;
  timer = setTimeout(() => {
    timer = null;
    if (!toAnnounce) return;
    announced = toAnnounce.n;
    announcedAt = performance.now();
    byId("announce").textContent = `${toAnnounce.range.from}: ${shown(payload(toAnnounce), 80)}`;
  }, Math.max(0, announcedAt + announceEvery - performance.now()));
}

// What can't be seen is said, with the way to allow it.
function showSource(id, name, source) {
  const element = byId(id);
  element.replaceChildren(
    html("span", { class: source?.on ? "on" : "off" }, source?.on ? "●" : "○"),
    ` ${name}${source?.on ? "" : " not seen"}`);
  element.title = source?.on ? `${name} are seen as they happen` : plain(source?.why ?? "");
}

let isReplay = false;

function showSession(session) {
  isReplay = session.mode === "replay";
  document.title = `${plain(session.title || "watch", 60)} - Doorway`;
  byId("title").textContent = plain(session.title || "watch", 60);
  byId("kind").textContent = session.mode === "replay" ? "replay" : "live";
  showSource("source-calls", "calls", session.sources?.calls);
  showSource("source-frames", "frames", session.sources?.frames);
  const why = ["calls", "frames"].filter(name => session.sources?.[name]?.on === false
    && session.sources[name].why)
    .map(name => `No ${name}: ${plain(session.sources[name].why).replace(/\.$/, "")}.`);
  byId("why").textContent = why.join(" ");
  byId("why").hidden = why.length === 0;
  time.isLive = session.mode === "live" && !session.ended;
  real.why = session.sources?.frames?.on === false ? plain(session.sources.frames.why) : "";
  const framesSeen = session.sources?.frames?.on !== false;
  if (framesSeen !== rows.framesSeen) {
    rows.framesSeen = framesSeen;
    rows.rebuild();
  }
  if (controls) controls.show(session);
  else controls = new Controls(session, () => time.mode !== "live" && time.live());
}

async function loadSession() {
  const answer = await fetch("./session").catch(() => null);
  if (answer?.ok) showSession(await answer.json());
}

function connection(state) {
  const words = { connected: "connected", broken: "no connection: trying again", ended: "ended" };
  byId("connection").textContent = isReplay && state === "ended" ? "" : words[state];
  byId("connection").className = state;
  if (state === "ended") time.isLive = false;
  loadSession();
}

listenToTheme(invalidate);
listenToKeys({ time, ladder, selection });
new Export(store, rows, ladder, time);
await loadSession();
store.listen(connection);
// What waits counts on while nothing else happens.
setInterval(() => store.waiting.size > 0 && time.mode === "live" && invalidate(), 100);
// Programs come and go, and a link is changed from elsewhere.
setInterval(() => !document.hidden && time.isLive && loadSession(), 2_000);
