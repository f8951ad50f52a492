#!/usr/bin/env python3
"""Draws docs/lab.svg: the lab on a terminal of its own, one line typed, as it really answers.

    python3 docs/lab_picture.py        needs ./doorway and port 12000
"""
import os
import pty
import re
import select
import sys
import time
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TYPED = "hello, straße"
DEADLINE = 60
CHARACTER, LINE, MARGIN = 8.43, 19, 18
COLORS = {"UDP": "#7ee787", "TCP": "#79c0ff", "Input": "#f2cc60"}


def read_until(terminal, wanted):
    """What the terminal shows up to a text, or until the deadline."""
    shown, end = b"", time.monotonic() + DEADLINE
    while wanted.encode() not in shown:
        left = end - time.monotonic()
        if left <= 0 or not select.select([terminal], [], [], left)[0]:
            sys.exit(f"the lab did not show {wanted!r}:\n{shown.decode()}")
        shown += os.read(terminal, 65536)
    return shown.decode()


def run_lab():
    child, terminal = pty.fork()
    if child == 0:
        os.environ["TERM"] = "dumb"
        os.chdir(ROOT)
        os.execv("./doorway", ["./doorway"])
    read_until(terminal, "sentence: ")
    os.write(terminal, (TYPED + "\n").encode())
    shown = "Input lowercase sentence: " + read_until(terminal, "sentence: ")
    os.write(terminal, b"\x04")
    read_until(terminal, "stays.")
    os.waitpid(child, 0)
    # The terminal echoes what is typed once more when it is not waiting for a line yet.
    lines = re.sub(r"\x1b\[[?0-9;]*[a-zA-Z=]", "", shown).replace("\r", "").split("\n")
    return ["$ ./doorway"] + lines[:-2]


def color(line):
    for word, shade in COLORS.items():
        if line.lstrip().startswith(word):
            return shade
    return "#8b949e" if line.lstrip().startswith("(") else "#e6edf3"


def draw(lines):
    width = max(len(line) for line in lines) * CHARACTER + 2 * MARGIN
    height = len(lines) * LINE + 2 * MARGIN
    rows = [
        f'<text x="{MARGIN}" y="{MARGIN + (i + 0.8) * LINE:.0f}" fill="{color(line)}"'
        f' xml:space="preserve">{escape(line)}</text>'
        for i, line in enumerate(lines)]
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height}"'
        ' font-family="ui-monospace, DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="14">',
        '<title>The lab: one line over UDP and over TCP, with the calls of both sides</title>',
        f'<rect width="{width:.0f}" height="{height}" rx="8" fill="#0d1117"/>',
        *rows, "</svg>", ""])


if __name__ == "__main__":
    (ROOT / "docs" / "lab.svg").write_text(draw(run_lab()), encoding="utf-8")
