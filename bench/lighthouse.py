"""Lighthouse, as a phone on a slow network, over a site that is being served: scores, weights, and who else is asked.

    make demo                                        # in one terminal, until its pictures are made
    python -m bench.lighthouse                       # in another
    python -m bench.lighthouse --url http://127.0.0.1:8211/ --runs 5 home finder

Needs Node.js, for which npx fetches Lighthouse from the npm registry, and Chromium. Prints JSON; the exit code is 1
where a limit is broken, 2 where something is missing. Scores are medians: on a machine that does other work, the
measured blocking time grows and nothing else does.
"""

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit

# The newest that runs on a Node.js older than 22.19, and the newest of all.
LIGHTHOUSE_BY_LEAST_NODE = {(22, 19): "lighthouse@13.5.0", (18, 20): "lighthouse@12.8.2"}
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")

PAGES = {
    "home": "/",
    "clinic": "/clinics/duluth/",
    "provider": "/clinics/duluth/imani-okafor/",
    "treatment": "/treatments/ketamine-infusion-for-chronic-pain/",
    "article": "/articles/what-chronic-pain-is/",
    "finder": "/find-a-clinic/",
}
LEAST_SCORES = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
# Of a page without its photographs, over the wire.
MOST_KB = 100.0
MOST_REQUESTS = 12


class Missing(Exception):
    """What must be installed or started before anything can be measured."""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.lighthouse", description=__doc__.partition("\n")[0])
    parser.add_argument("pages", nargs="*", choices=[*PAGES, []], metavar="PAGE", help=", ".join(PAGES))
    parser.add_argument("--url", default="http://127.0.0.1:8000/", help="of a running site (default %(default)s)")
    parser.add_argument("--runs", type=int, default=3, help="of each page (default %(default)s)")
    options = parser.parse_args(arguments)
    try:
        command, environment = lighthouse(), os.environ | {"CHROME_PATH": chromium()}
        figures = {
            name: measure(
                urljoin(options.url, PAGES[name]), runs=options.runs, command=command, environment=environment
            )
            for name in options.pages or PAGES
        }
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 2
    print(json.dumps(figures, indent=2))
    return int(any(page["broken"] for page in figures.values()))


def measure(url: str, *, runs: int, command: Sequence[str], environment: dict[str, str]) -> dict[str, Any]:
    cookies = cookies_of(url)
    reports = [report(url, command=command, environment=environment) for _ in range(runs)]
    figures: dict[str, Any] = {
        "scores": {
            name: round(statistics.median(each["categories"][name]["score"] * 100 for each in reports))
            for name in LEAST_SCORES
        },
        "largest_contentful_paint_s": round(median_of(reports, "largest-contentful-paint") / 1000, 2),
        "total_blocking_time_ms": round(median_of(reports, "total-blocking-time")),
        "cumulative_layout_shift": round(max(values_of(reports, "cumulative-layout-shift")), 3),
        **traffic(reports[-1], url),
        "cookies": cookies,
    }
    return figures | {"broken": broken_limits(figures)}


def broken_limits(figures: dict[str, Any]) -> list[str]:
    """In words; empty where the page keeps all of them."""
    broken = [
        f"{name} {score}, at least {LEAST_SCORES[name]}"
        for name, score in figures["scores"].items()
        if score < LEAST_SCORES[name]
    ]
    if figures["cumulative_layout_shift"]:
        broken.append(f"layout shift {figures['cumulative_layout_shift']}")
    if figures["kb_without_photographs"] > MOST_KB:
        broken.append(f"{figures['kb_without_photographs']} kB without photographs, at most {MOST_KB:g}")
    if figures["requests_without_photographs"] > MOST_REQUESTS:
        broken.append(f"{figures['requests_without_photographs']} requests, at most {MOST_REQUESTS}")
    broken += [f"asks {url}" for url in figures["asked_elsewhere"]]
    return broken + [f"cookie {name}" for name in figures["cookies"]]


def traffic(lighthouse_report: dict[str, Any], url: str) -> dict[str, Any]:
    """Requests and kilobytes over the wire, with photographs and without. An SVG is no photograph."""
    asked = [
        each
        for each in lighthouse_report["audits"]["network-requests"]["details"]["items"]
        if each["url"].startswith("http")
    ]
    rest = [each for each in asked if not is_photograph(each)]
    return {
        "requests": len(asked),
        "kb": round(sum(each["transferSize"] for each in asked) / 1000, 1),
        "requests_without_photographs": len(rest),
        "kb_without_photographs": round(sum(each["transferSize"] for each in rest) / 1000, 1),
        "asked_elsewhere": [each["url"] for each in asked if urlsplit(each["url"]).netloc != urlsplit(url).netloc],
    }


def is_photograph(request: dict[str, Any]) -> bool:
    kind = str(request.get("mimeType", ""))
    return kind.startswith("image/") and "svg" not in kind


def values_of(reports: Sequence[dict[str, Any]], audit: str) -> list[float]:
    return [float(each["audits"][audit]["numericValue"]) for each in reports]


def median_of(reports: Sequence[dict[str, Any]], audit: str) -> float:
    return statistics.median(values_of(reports, audit))


def report(url: str, *, command: Sequence[str], environment: dict[str, str]) -> dict[str, Any]:
    """One run. Simulated throttling and a phone's screen are Lighthouse's defaults."""
    options = [
        *("--quiet", "--output=json", "--output-path=stdout", f"--only-categories={','.join(LEAST_SCORES)}"),
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
    ]
    done = subprocess.run([*command, url, *options], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Missing(f"Lighthouse did not run on {url}:\n{done.stderr.strip()[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def cookies_of(url: str) -> list[str]:
    """Names of the cookies that a first visit is given."""
    try:
        with urllib.request.urlopen(url, timeout=30) as response:
            return [each.partition("=")[0] for each in response.headers.get_all("Set-Cookie") or []]
    except urllib.error.HTTPError as error:
        raise Missing(f"{url} answers {error.code}: is the demo's content there?") from None
    except OSError:
        raise Missing(f"Nothing answers at {url}. Serve the site first (make demo), or name it with --url.") from None


def lighthouse() -> list[str]:
    """The command, of the newest release that this Node.js runs."""
    node, npx = shutil.which("node"), shutil.which("npx")
    if node is None or npx is None:
        raise Missing("Node.js with npx is missing: https://nodejs.org/")
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    numbers = re.findall(r"\d+", said)
    version = (int(numbers[0]), int(numbers[1]))
    for least, package in LIGHTHOUSE_BY_LEAST_NODE.items():
        if version >= least:
            return [npx, "--yes", package]
    raise Missing(f"Node.js {said.strip()} is too old for Lighthouse: 18.20 or newer.")


def chromium() -> str:
    if path := os.environ.get("CHROME_PATH"):
        return path
    for name in CHROMIUM:
        if path := shutil.which(name):
            return path
    raise Missing("Chromium is missing. Install it (apt-get install chromium) or set CHROME_PATH.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
