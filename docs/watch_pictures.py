#!/usr/bin/env python3
"""Makes docs/watch.png and docs/watch-dark.png: the page of `doorway watch`, as Chromium shows it
while the lab is asked over TCP and over UDP, with one byte chosen.

    python3 docs/watch_pictures.py [COMMAND...]

Needs chromium, and ./doorway or the command that is given. Frames are seen by root, or in a
network of the lab's own.
"""
import base64
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEADLINE = 120
SIZE = {"width": 1280, "height": 800, "deviceScaleFactor": 1, "mobile": False}


class Browser:
    """Chromium without a window, spoken to over a pipe (the DevTools protocol)."""

    def __init__(self):
        ours_in, theirs_out = os.pipe()
        theirs_in, ours_out = os.pipe()
        options = ["--headless", "--remote-debugging-pipe", "--no-first-run"]
        if os.getuid() == 0:
            options.append("--no-sandbox")
        # The browser reads from descriptor 3 and writes to 4.
        command = f'exec chromium "$@" 3<&{theirs_in} 4>&{theirs_out}'
        self.process = subprocess.Popen(
            ["bash", "-c", command, "bash", *options], pass_fds=(theirs_in, theirs_out),
            stderr=subprocess.DEVNULL)
        os.close(theirs_in)
        os.close(theirs_out)
        self.answers, self.calls, self.count = os.fdopen(ours_in, "rb"), ours_out, 0
        self.session = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call(
            "Target.attachToTarget", targetId=target, flatten=True)["sessionId"]

    def call(self, method, **arguments):
        self.count += 1
        call = {"id": self.count, "method": method, "params": arguments}
        if self.session:
            call["sessionId"] = self.session
        os.write(self.calls, json.dumps(call).encode() + b"\0")
        while True:
            answer = b""
            while not answer.endswith(b"\0"):
                one = self.answers.read(1)
                if not one:
                    sys.exit("the browser ended")
                answer += one
            answer = json.loads(answer[:-1])
            if answer.get("id") == self.count:
                if "error" in answer:
                    sys.exit(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def run(self, script):
        return self.call("Runtime.evaluate", expression=script)["result"].get("value")

    def wait(self, script):
        end = time.monotonic() + DEADLINE
        while not self.run(script):
            if time.monotonic() > end:
                sys.exit(f"never came true: {script}")
            time.sleep(0.1)

    def picture(self, name, colors):
        self.call("Emulation.setEmulatedMedia",
                  features=[{"name": "prefers-color-scheme", "value": colors}])
        time.sleep(0.5)
        image = self.call("Page.captureScreenshot", format="png")["data"]
        (ROOT / "docs" / name).write_bytes(base64.b64decode(image))


def ask(browser, transport, text, answer):
    browser.run(f"""
        document.getElementById("ask-transport").value = {json.dumps(transport)};
        document.getElementById("ask-text").value = {json.dumps(text)};
        document.getElementById("ask").requestSubmit();""")
    browser.wait(f"document.getElementById('answer').textContent === {json.dumps(answer)}")
    time.sleep(1)


def main():
    watch = subprocess.Popen(
        [*(sys.argv[1:] or ["./doorway"]), "watch"], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    browser = None
    try:
        link = next(found.group() for line in watch.stdout
                    if (found := re.search(r"http://\S+", line)))
        browser = Browser()
        browser.call("Emulation.setDeviceMetricsOverride", **SIZE)
        browser.call("Page.navigate", url=link)
        browser.wait("document.querySelector('#ask:not([hidden])') !== null")
        ask(browser, "udp", "hello, straße", "HELLO, STRASSE")
        ask(browser, "tcp", "hello", "HELLO")
        browser.run("""document.querySelector("#application .message.client .byte").dispatchEvent(
            new MouseEvent("click", { bubbles: true, composed: true }))""")
        time.sleep(1)
        browser.picture("watch.png", "light")
        browser.picture("watch-dark.png", "dark")
    finally:
        if browser:
            browser.process.terminate()
        watch.send_signal(signal.SIGINT)
        watch.wait(timeout=DEADLINE)


if __name__ == "__main__":
    main()
