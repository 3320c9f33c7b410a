#!/usr/bin/env python3
"""Runs Prometheus with the files of deploy/monitoring/ over a server, and asks it what the dashboard asks.

    python3 scripts/check_monitoring.py --rapporteur target/release/rapporteur

Needs Prometheus (Debian's package prometheus). The address of the server and the pauses are replaced, nothing else.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path

import check_deploy
import check_proxies
import deploy_checks

PROJECT = Path(__file__).resolve().parent.parent
SECONDS_MAX = 90
QUESTIONS = ["Which declaration mentions gangs?", "Which declaration mentions gangs?", "quantum chromodynamics"]
# What has values only after a refusal, a hit or an hour; each has to be valid all the same.
MAY_BE_EMPTY = ("refusals", "> 0")


def get(url):
    """The data of a response in JSON."""
    with urllib.request.urlopen(url, timeout=20) as response:
        return json.load(response)["data"]


def query(base, expression):
    """What an expression gives now."""
    return get(f"{base}/api/v1/query?{urllib.parse.urlencode({'query': expression})}")["result"]


def ask(port):
    """Asks the server, so that there is something to count."""
    for question in QUESTIONS:
        check_proxies.get(port, f"/v1/ask?{urllib.parse.urlencode({'q': question})}")


def await_values(base, port):
    """Waits until rates can be computed."""
    until = time.monotonic() + SECONDS_MAX
    while time.monotonic() < until:
        ask(port)
        if query(base, 'rapporteur:requests:rate5m{class="2xx"} > 0'):
            return
        time.sleep(1)
    raise check_proxies.CheckError(f"Prometheus has no rate of requests: {query(base, 'up')}")


def check(base, expressions):
    """Every rule is evaluated without a fault, every panel shows something, and no alert fires."""
    for group in get(f"{base}/api/v1/rules")["groups"]:
        for rule in group["rules"]:
            check_proxies.expect(rule["health"] == "ok", f"{rule['name']}: {rule.get('lastError', rule['health'])}")
    empty = [text for text in expressions if not query(base, text) and not any(word in text for word in MAY_BE_EMPTY)]
    check_proxies.expect(not empty, f"nothing to show for {empty}")
    firing = query(base, 'ALERTS{alertstate="firing"}')
    check_proxies.expect(not firing, f"alerts of a server that does well: {firing}")


def configure(folder, server_port):
    """The configuration, for this server and with short pauses."""
    text = (check_deploy.MONITORING / "prometheus.yml").read_text(encoding="utf-8")
    text = check_proxies.replaced(text, [
        ("rapporteur:8080", f"127.0.0.1:{server_port}"),
        ("scrape_interval: 15s", "scrape_interval: 1s"),
        ("evaluation_interval: 15s", "evaluation_interval: 1s"),
        ("/etc/prometheus/rules.yml", str(check_deploy.MONITORING / "rules.yml")),
    ])
    path = folder / "prometheus.yml"
    path.write_text(text, encoding="utf-8")
    return path


def main(arguments=None):
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rapporteur", type=Path, required=True, help="the program")
    options = parser.parse_args(arguments)
    dashboard = json.loads((check_deploy.MONITORING / "dashboard.json").read_text(encoding="utf-8"))
    expressions = deploy_checks.dashboard_expressions(dashboard)
    processes = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server_port, port = check_proxies.free_port(), check_proxies.free_port()
        server = [options.rapporteur.resolve(), "serve", "--listen", f"127.0.0.1:{server_port}", "--data-dir", folder / "data"]
        prometheus = ["prometheus", "--config.file", configure(folder, server_port), "--storage.tsdb.path", folder / "tsdb"]
        prometheus += ["--web.listen-address", f"127.0.0.1:{port}"]
        try:
            for command, at, ready in ((server, server_port, check_proxies.answers_readyz), (prometheus, port, check_proxies.listens)):
                log = folder / f"{at}.log"
                processes.append(check_proxies.start(command, log, cwd=PROJECT))
                check_proxies.await_port(processes[-1], at, log, ready)
            base = f"http://127.0.0.1:{port}"
            await_values(base, server_port)
            check(base, expressions)
        except (check_proxies.CheckError, OSError, ValueError) as error:
            print(f"failed to monitor the server: {error}", file=sys.stderr)
            return 1
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    process.kill()
    print(f"monitoring: {len(expressions)} expressions of the dashboard show values, and all rules are evaluated")
    return 0


if __name__ == "__main__":
    sys.exit(main())
