"""What Lighthouse says of the pages that most people come to, on a phone; with all it finds.

Lighthouse is large, so it is installed when it is asked for, as package-lock.json beside this
names it. `./run bench pages -- http://localhost:8000` measures a site that runs already.
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from place import a_place, shown

_HERE = Path(__file__).resolve().parent
_SWITCHES = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run"
    " --disable-background-networking --disable-component-update --disable-sync"
)
_PROCESS = "/de/verfahren/integrationskonzept/"
# At T1 the survey is open; at T4 the concept is adopted.
PAGES = {
    "T1": ("/de/", _PROCESS, f"{_PROCESS}befragung/", "/de/presse/2016/454/"),
    "T4": (_PROCESS, f"{_PROCESS}konzept/", "/de/barrierefreiheit/"),
}
AIMS = {"performance": 95, "accessibility": 100, "best-practices": 95, "seo": 95}


def measure(words: Sequence[str]) -> bool:
    """Whether every page reaches every aim."""
    chromium = os.environ.get("RATSCHLAG_CHROMIUM") or shutil.which("chromium")
    if not chromium or not _install():
        print("not measured: Chromium, and npm with the network once, are needed")
        return True
    is_good = True
    for moment, pages in PAGES.items():
        with _site(moment, words) as address:
            for path in pages:
                # A machine that is busy elsewhere may show nothing in time: asked once more.
                report = _report(address + path, chromium)
                if report and report["categories"]["performance"]["score"] is None:
                    report = _report(address + path, chromium)
                if report:
                    is_good = _say(f"{moment} {path}", report) and is_good
                else:
                    # Another city's site need not have the demo's pages; the demo must.
                    print(f"{moment} {path}: not there")
                    is_good = is_good and bool(words)
    return is_good


@contextmanager
def _site(moment: str, words: Sequence[str]) -> Iterator[str]:
    if words:
        yield words[0].rstrip("/")
        return
    with a_place() as place:
        place.seconds("demo", "--no-serve", "--at", moment)
        with shown(place) as (port, _seconds):
            yield f"http://localhost:{port}"


def _install() -> bool:
    if (_HERE / "node_modules" / "lighthouse").is_dir():
        return True
    command = ["npm", "ci", "--ignore-scripts", "--no-progress", "--loglevel=error"]
    return bool(shutil.which("npm")) and not subprocess.run(command, cwd=_HERE).returncode


def _report(address: str, chromium: str) -> dict[str, Any]:
    """Lighthouse's report on a page; nothing where there is no such page."""
    with tempfile.TemporaryDirectory(prefix="ratschlag-lighthouse-") as folder:
        report = Path(folder, "report.json")
        command = [
            str(_HERE / "node_modules" / ".bin" / "lighthouse"), address,
            "--quiet", "--output=json", f"--output-path={report}",
            f"--only-categories={','.join(AIMS)}", "--form-factor=mobile",
            f"--chrome-flags={_SWITCHES} --user-data-dir={folder}/profile",
        ]  # fmt: skip
        environment = os.environ | {"CHROME_PATH": chromium, "CI": "1"}
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        if not report.exists():
            raise RuntimeError(done.stderr[-2000:])
        found: dict[str, Any] = json.loads(report.read_text("utf-8"))
    return {} if "404" in str(found.get("runtimeError", "")) else found


def _say(page: str, report: dict[str, Any]) -> bool:
    """Print figures and findings; whether every aim is reached."""
    scores = {name: round(100 * (report["categories"][name]["score"] or 0)) for name in AIMS}
    audits = report["audits"]
    requests = audits["network-requests"]["details"]["items"]
    weight = sum(row.get("transferSize") or 0 for row in requests)
    hosts = {row["url"].split("/")[2] for row in requests if row["url"].startswith("http")}
    shift = audits["cumulative-layout-shift"].get("numericValue", 1.0)
    figures = ", ".join(f"{name} {score}" for name, score in scores.items())
    print(f"{page}: {figures}; {weight} bytes, {len(hosts)} host, layout shift {shift:.3f}")
    for category in AIMS:
        for part in report["categories"][category]["auditRefs"]:
            audit = audits[part["id"]]
            counts = part["weight"] or audit["scoreDisplayMode"] in ("numeric", "metricSavings")
            if counts and audit["score"] is not None and audit["score"] < 1:
                value = audit.get("displayValue", "")
                print(f"    {category}: {audit['title']} ({audit['score']}) {value}".rstrip())
    return (
        all(scores[name] >= aim for name, aim in AIMS.items()) and len(hosts) == 1 and shift < 0.01
    )
