"""A headless Chromium driven over the WebDriver protocol, with the standard library alone."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
DRIVER = shutil.which("chromedriver")
MISSING = "needs Chromium and its driver (Debian: apt-get install chromium chromium-driver)"

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


class Browser:
    """One browser window; use it as a context manager."""

    def __init__(self, profile: Path, size: tuple[int, int] = (1280, 900)) -> None:
        assert CHROMIUM is not None, MISSING
        assert DRIVER is not None, MISSING
        self._driver = subprocess.Popen(
            [DRIVER, "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        try:
            self._base = f"http://127.0.0.1:{self._read_port()}/session"
            flags = [*FLAGS, f"--user-data-dir={profile}", f"--window-size={size[0]},{size[1]}"]
            chrome = {"args": flags, "binary": CHROMIUM}
            wanted = {"goog:chromeOptions": chrome, "goog:loggingPrefs": {"browser": "ALL"}}
            answer = self._call("POST", "", {"capabilities": {"alwaysMatch": wanted}})
            self._base += f"/{answer['sessionId']}"
        except BaseException:
            self._stop_driver()
            raise

    def __enter__(self) -> Browser:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._call("DELETE", "")
        finally:
            self._stop_driver()

    def open(self, url: str) -> None:
        self._call("POST", "/url", {"url": url})

    def run(self, script: str, *arguments: object) -> Any:
        """The value of the function body *script*."""
        return self._call("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def wait(self, script: str, *arguments: object) -> Any:
        """The value of the expression *script* once it is true, within five seconds."""
        body = """
            const done = arguments[arguments.length - 1], given = [...arguments];
            const test = new Function('args', 'return ' + given[0]);
            const began = performance.now();
            (function look() {
              const value = test(given.slice(1, -1));
              if (value || performance.now() - began > 5000) done(value); else setTimeout(look, 20);
            })();"""
        value = self._call("POST", "/execute/async", {"script": body, "args": [script, *arguments]})
        assert value, f"still not true: {script}"
        return value

    def press(self, *keys: str) -> None:
        """Type *keys* as a person would, with the focus where it is."""
        actions = [{"type": t, "value": key} for key in keys for t in ("keyDown", "keyUp")]
        self._call(
            "POST", "/actions", {"actions": [{"type": "key", "id": "k", "actions": actions}]}
        )

    def prefer(self, scheme: str) -> None:
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        call = {"cmd": "Emulation.setEmulatedMedia", "params": {"features": features}}
        self._call("POST", "/goog/cdp/execute", call)

    def screenshot(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self._call("GET", "/screenshot")))

    def console(self) -> list[str]:
        """The messages of the console since the last call."""
        return [entry["message"] for entry in self._call("POST", "/se/log", {"type": "browser"})]

    def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = Request(
            self._base + path, data, {"Content-Type": "application/json"}, method=method
        )
        with urlopen(request, timeout=60) as answer:
            return json.load(answer)["value"]

    def _read_port(self) -> int:
        assert self._driver.stdout is not None
        for line in self._driver.stdout:
            if found := re.search(r"started successfully on port (\d+)", line):
                return int(found[1])
        raise RuntimeError("chromedriver did not start")

    def _stop_driver(self) -> None:
        self._driver.terminate()
        self._driver.wait(timeout=10)
        if self._driver.stdout is not None:
            self._driver.stdout.close()


def available() -> bool:
    """Whether there is a browser; on CI there has to be one."""
    return bool(CHROMIUM and DRIVER) or os.environ.get("CI") == "true"
