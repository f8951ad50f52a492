"""CPython's str.upper for another process: from bytes to bytes, timed by itself.

A request is a line, an answer is a line:
  take LENGTH COUNT   then COUNT lines "START LENGTH" and LENGTH bytes: the pieces; no answer
  turns COUNT         converts every piece that often; seconds
  upper LENGTH        then LENGTH bytes; the answer's length, then its bytes
"""

import sys
import time

asked, answers = sys.stdin.buffer, sys.stdout.buffer
pieces = []


def turns(count):
    now = time.perf_counter
    start = now()
    for _ in range(count):
        for piece in pieces:
            piece.decode().upper().encode()
    return now() - start


while request := asked.readline().split():
    verb, *numbers = request
    numbers = [int(number) for number in numbers]
    if verb == b"take":
        length, count = numbers
        ranges = [tuple(map(int, asked.readline().split())) for _ in range(count)]
        text = asked.read(length)
        pieces = [text[start : start + size] for start, size in ranges]
        continue
    if verb == b"turns":
        answers.write(b"%.9f\n" % turns(numbers[0]))
    else:
        made = asked.read(numbers[0]).decode().upper().encode()
        answers.write(b"%d\n" % len(made) + made)
    answers.flush()
