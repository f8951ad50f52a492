"""The tables, in Markdown, and the numbers behind them."""
from ratios import median, ratio
from rounds import TAKEN_TOO_MUCH

SUBJECTS = ("doorway", "doorway-blocking", "doorway-portable")
LOST_TOO_MUCH = 0.001


def cost(run):
    """The server's CPU time for a reply (or a byte), in seconds."""
    return run["server_cpu"] / run["replies"] if run.get("replies") else None


def _series(runs, value):
    return [None if "failure" in run else value(run) for run in runs]


def summarise(scenario, results, twins):
    """For each row its medians, and its ratios to the reference and to its twin."""
    if scenario.kind == "start":
        values = {"start_seconds": lambda run: run["start_seconds"],
                  "memory": lambda run: run["memory"]}
    elif scenario.kind == "idle":
        values = {"idle_bytes": lambda run: run["idle_bytes"],
                  "idle_managed_bytes": lambda run: run["idle_managed_bytes"],
                  "memory": lambda run: run["memory"]}
    elif scenario.kind == "scale":
        values = {name: lambda run, name=name: run[name] for name in (
            "gain", "gain_in_replies", "busiest_thread", "server_cores_two",
            "replies_per_cpu_second_one", "replies_per_cpu_second_two",
            "replies_per_second_one", "replies_per_second_two")}
    else:
        rate = f"{scenario.unit}_per_second"
        values = {rate: lambda run: run[rate], "cpu_per_reply": cost,
                  "generator_busy": lambda run: run["generator_busy"]}
    first, *_ = values
    compared = list(values)[:2] if scenario.kind not in ("scale", "idle") else []
    rows = {}
    for name, runs in results.items():
        row = {key: median(_series(runs, value)) for key, value in values.items()}
        row["failures"] = [run["failure"] for run in runs if "failure" in run]
        row["lost"] = _lost(runs)
        row["stolen"] = median(_series(runs, lambda run: _share(run, "stolen_cpu")))
        row["others"] = median(_series(runs, lambda run: _share(run, "other_cpu"))) \
            if scenario.kind == "load" else None
        row["unanswered"] = sum(run.get("unanswered", 0) for run in runs)
        row["ratios"] = {}
        others = {scenario.reference, twins.get(name), *SUBJECTS} - {None, name}
        for other in sorted(others & results.keys()):
            row["ratios"][other] = {
                key: ratio(_series(runs, values[key]), _series(results[other], values[key]))
                for key in compared}
        rows[name] = row
    best_first = scenario.kind in ("start", "idle")
    order = sorted(rows, key=lambda name: (rows[name][first] is None, (1 if best_first else -1)
                                           * (rows[name][first] or 0)))
    return {"scenario": scenario.name, "about": scenario.about, "kind": scenario.kind,
            "transport": scenario.transport, "unit": scenario.unit,
            "reference": scenario.reference, "rows": {name: rows[name] for name in order},
            "runs": results}


def _share(run, name):
    return run[name] / run["seconds"] if name in run else None


def _lost(runs):
    lost = sum(run.get("lost", 0) for run in runs)
    return lost / max(1, lost + sum(run.get("replies", 0) for run in runs))


def spread(value):
    """A ratio as it is printed: 0.98 [0.95, 1.01]."""
    if value is None:
        return ""
    if value["low"] is None:
        return f"{value['median']:.2f}"
    return f"{value['median']:.2f} [{value['low']:.2f}, {value['high']:.2f}]"


def _notes(row):
    notes = []
    if row["failures"]:
        notes.append(f"failed {len(row['failures'])} times: {row['failures'][0]}")
    if row["lost"] > LOST_TOO_MUCH:
        notes.append(f"**lost {row['lost']:.2%}**")
    if row["unanswered"]:
        notes.append(f"{row['unanswered']} bytes unanswered")
    for name, what in (("stolen", "taken by the hypervisor"), ("others", "used by others")):
        if (row.get(name) or 0) > TAKEN_TOO_MUCH:
            notes.append(f"{row[name]:.0%} of a core {what}")
    return "; ".join(notes)


def table(summary, subject, twins):
    """One scenario as a Markdown table."""
    lines = [f"### {summary['scenario']}", "", summary["about"] + ".", ""]
    heads, cells = _COLUMNS[summary["kind"] if summary["kind"] in _COLUMNS else "load"](
        summary, subject, twins)
    lines += [f"| {' | '.join(heads)} |", "|---" + "|---:" * (len(heads) - 2) + "|---|"]
    lines += [f"| {' | '.join(row)} |" for row in cells]
    return "\n".join(lines) + "\n"


def _number(value, scale=1.0, places=0):
    return "" if value is None else f"{value * scale:,.{places}f}"


def _load(summary, subject, twins):
    reference, stream = summary["reference"], summary["unit"] == "bytes"
    rate = f"{summary['unit']}_per_second"
    heads = ["server", "MB/s" if stream else "replies/s", f"× {reference}",
             "CPU ns a 64 B" if stream else "CPU µs a reply", f"CPU × {reference}",
             "× its C twin", f"{subject} × this", "generator busy", "notes"]
    cells = []
    for name, row in summary["rows"].items():
        against = row["ratios"].get(reference, {})
        twin = row["ratios"].get(twins.get(name), {})
        subjects = row["ratios"].get(subject, {}).get(rate)
        inverse = None if subjects is None else {
            key: None if subjects[other] is None else 1 / subjects[other]
            for key, other in (("median", "median"), ("low", "high"), ("high", "low"))}
        cells.append([
            name, _number(row[rate], 1e-6 if stream else 1), spread(against.get(rate)),
            _number(row["cpu_per_reply"], 1e9 if stream else 1e6, 2),
            spread(against.get("cpu_per_reply")), spread(twin.get(rate)), spread(inverse),
            _number(row["generator_busy"], 1, 2), _notes(row)])
    return heads, cells


def _start(summary, *_):
    reference = summary["reference"]
    heads = ["server", "ms", f"× {reference}", "memory at rest, MB", "notes"]
    return heads, [
        [name, _number(row["start_seconds"], 1e3, 1),
         spread(row["ratios"].get(reference, {}).get("start_seconds")),
         _number(row["memory"], 1e-6, 1), _notes(row)]
        for name, row in summary["rows"].items()]


def _idle(summary, *_):
    heads = ["server", "bytes a connection", "of which managed", "memory before, MB", "notes"]
    return heads, [
        [name, _number(row["idle_bytes"]), _number(row["idle_managed_bytes"]),
         _number(row["memory"], 1e-6, 1), _notes(row)]
        for name, row in summary["rows"].items()]


def _scale(summary, *_):
    heads = ["server", "gain, generators subtracted", "gain in replies/s", "busiest thread",
             "cores used of two", "replies/CPU-s, one core", "replies/CPU-s, two", "notes"]
    return heads, [
        [name, _number(row["gain"], 1, 2), _number(row["gain_in_replies"], 1, 2),
         _number(row["busiest_thread"], 1, 2),
         _number(row["server_cores_two"], 1, 2), _number(row["replies_per_cpu_second_one"]),
         _number(row["replies_per_cpu_second_two"]), _notes(row)]
        for name, row in summary["rows"].items()]


_COLUMNS = {"load": _load, "start": _start, "idle": _idle, "scale": _scale}
