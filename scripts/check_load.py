#!/usr/bin/env python3
"""Asks a server by all surfaces at once while its documents change, and compares every response.

    python3 scripts/check_load.py --rapporteur target/release/rapporteur [--minutes 1] [--rate 30] [--attack]

References come from two quiet servers before, one for each state of the documents. With --attack, the same traffic
comes three times: alone, beside an attacker, and alone again. Fails on a response with other bytes, on another status
than 200, on memory that grows, and on an attack that slows honest clients down more than three times.
"""

import argparse
import itertools
import json
import multiprocessing
import sys
import tempfile
import threading
import time
from pathlib import Path

import check_proxies
import graphql_websocket
import load_attack
import load_client
import load_fill
import load_report
from check_proxies import CheckError
from load_questions import Asker
from load_server import Loaded, Reference, make_states

CORPUS = check_proxies.PROJECT / "corpus"
ATTACKER = "203.0.113.66"
# Python computes on one core at a time: clients are threads of several processes.
PROCESSES, CLIENTS = 3, 5
SEED = 20_261_130
# Memory is looked at once the caches are full.
WARM_UP_SHARE = 0.25
SLOPE_MAX_MB = 1.0
# Over less, a slope says nothing; memory just has to stay within this.
SLOPE_SECONDS_MIN = 600
GROWTH_MAX_MB = 32.0
SLOWER_MAX = 3.0
SHOWN = 10
FAILURES = (
    OSError, ValueError, KeyError, TypeError, load_client.WrongResponseError, graphql_websocket.ClosedError,
    load_client.http.client.HTTPException,
)


def ask_all(client, requests, start, numbers, references):
    """Sends requests when they are due; returns what became of each."""
    records = []
    for request in requests:
        due, wait = start + request.due, start + request.due - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        sent = time.monotonic()
        status, body, failure = 0, b"", ""
        try:
            status, body = client.ask(request.question, next(numbers))
            ended = time.monotonic()
            if status != 200 or load_report.digest(body) not in references[request.question]:
                failure = body.decode(errors="replace")
        except FAILURES as error:
            ended, failure = time.monotonic(), f"{type(error).__name__}: {error}"
        # A client that is late has waited for the response before; how long it slept is not the server's.
        began = sent if wait > 0 else due
        found = load_report.digest(body)
        records.append(load_report.Record(request.question, request.repeated, began, sent, ended, status, found, failure))
    client.close()
    return records


def clients(port, shares, start, first, references, results):
    """A process with a client for each share of the requests."""
    found = []

    def run(place, requests):
        client = load_client.Client(port, f"198.51.100.{first + place + 1}")
        # No two messages of a chat have the same number.
        numbers = itertools.count((int(start * 10) % 1_000_000 * 100 + first + place) * 100_000)
        found.append((ask_all(client, requests, start, numbers, references), client.opened_again))

    threads = [threading.Thread(target=run, args=share) for share in enumerate(shares)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    results.put(found)


class Check:
    """The servers, the questions, and what is known of right answers."""

    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.asker = Asker(CORPUS, SEED)
        self.seconds = options.minutes * 60
        self.phases = ["alone", "beside an attacker", "alone again"] if options.attack else ["alone"]
        self.plans = {phase: self.asker.plan(self.seconds, options.rate) for phase in self.phases}
        self.problems, self.flips, self.records = [], [], {}
        self.references, self.digests = {}, []
        self.loaded = None

    def expect(self, holds, said):
        """Keeps what does not hold."""
        if not holds:
            self.problems.append(said)

    def take_references(self, states):
        """Asks a quiet server for each state all that will be asked."""
        began = time.monotonic()
        questions = sorted({request.question for plan in self.plans.values() for request in plan})
        references = [Reference(self.options.rapporteur, state, self.folder) for state in states]
        try:
            answers = []
            for reference in references:
                reference.prepare()
                self.digests.append(reference.server.digest())
                answers.append(reference.answers(questions))
        finally:
            for reference in references:
                reference.server.stop()
        self.references = {question: tuple(answer[question] for answer in answers) for question in questions}
        different = sum(one != other for one, other in self.references.values())
        quotations = sum(reference.quotations for reference in references)
        print(
            f"references: {len(questions)} questions in two states, {different} with other bytes, "
            f"{quotations} quotations are spans of their documents ({time.monotonic() - began:.0f} s)",
            flush=True,
        )
        self.expect(different > len(questions) // 10 and quotations > 0, "the states of the documents hardly differ")

    def reload_until(self, end):
        """Has the documents go back and forth until `end`."""
        every = self.options.reload_seconds
        at = time.monotonic() + every / 2
        while at < end - 2:
            time.sleep(max(0, at - time.monotonic()))
            state = 1 - (self.flips[-1].state if self.flips else 0)
            self.flips.append(load_report.Flip(state, *self.loaded.change(state, self.digests[state])))
            at += every

    def run(self, phase):
        """One phase of the traffic."""
        start = time.monotonic() + 1
        end = start + self.seconds
        context = multiprocessing.get_context("fork")
        results, attacks = context.Queue(), context.Queue()
        count = PROCESSES * CLIENTS
        shares = [self.plans[phase][at::count] for at in range(count)]
        processes = [
            context.Process(target=clients, args=(
                self.loaded.port, shares[at * CLIENTS : (at + 1) * CLIENTS], start, at * CLIENTS, self.references, results,
            ))
            for at in range(PROCESSES)
        ]
        attacked = phase == "beside an attacker"
        if attacked:
            processes.append(context.Process(target=load_attack.attack, args=(self.loaded.port, ATTACKER, end, attacks)))
        for process in processes:
            process.start()
        self.reload_until(end)
        found = [client for _ in range(PROCESSES) for client in results.get(timeout=self.seconds + 120)]
        counts = attacks.get(timeout=60) if attacked else None
        for process in processes:
            process.join()
        records = [record for client, _ in found for record in client]
        self.records[phase] = records
        self.tell(phase, records, sum(again for _, again in found), counts, (start, end))

    def tell(self, phase, records, opened_again, counts, span):
        """Says what became of a phase."""
        wrong = load_report.wrong(records, self.references, self.flips)
        self.problems += [f"{phase}: {one}" for one in wrong]
        memory = [size / load_report.MEGABYTE for at, size in self.loaded.samples if span[0] <= at <= span[1]]
        flips = [flip for flip in self.flips if span[0] <= flip.written <= span[1]]
        print(f"{phase}: {len(records)} of {len(self.plans[phase])} requests in {self.seconds:.0f} s, statuses "
              f"{load_report.statuses(records)}, {len(wrong)} wrong, {opened_again} connections opened again")
        print("\n".join(load_report.table(records)))
        print(f"  memory {memory[0]:.1f} to {memory[-1]:.1f} MB, at most {max(memory):.1f}; {len(flips)} reloads, each "
              f"served after at most {max(flip.served - flip.written for flip in flips):.1f} s")
        if counts is not None:
            print(f"  the attacker: {json.dumps(counts, sort_keys=True)}")
        self.expect(len(records) == len(self.plans[phase]), f"{phase}: requests were lost")
        sys.stdout.flush()

    def judge(self):
        """What holds over all phases."""
        said = [self.digests[flip.state] for flip in self.flips]
        self.expect(self.loaded.changed == said, f"corpusChanged told {self.loaded.changed}, not {said}")
        first, last = self.loaded.samples[0][0], self.loaded.samples[-1][0]
        after = [sample for sample in self.loaded.samples if sample[0] >= first + (last - first) * WARM_UP_SHARE]
        seconds = last - after[0][0]
        slope = load_report.slope(after)
        growth = (after[-1][1] - after[0][1]) / load_report.MEGABYTE
        print(f"memory after warm-up: {slope:+.2f} MB in ten minutes over {seconds:.0f} s, in all {growth:+.1f} MB")
        if seconds >= SLOPE_SECONDS_MIN:
            self.expect(slope < SLOPE_MAX_MB, f"memory grows by {slope:.2f} MB in ten minutes")
        self.expect(growth < GROWTH_MAX_MB, f"memory has grown by {growth:.1f} MB")
        if self.options.attack:
            before, beside, _ = (load_report.percentile(load_report.latencies(self.records[phase])["all"], 0.99)
                                 for phase in self.phases)
            print(f"p99 beside the attacker: {beside:.1f} ms, {beside / before:.2f} times that of before")
            self.expect(beside <= SLOWER_MAX * before, f"the attacker slows others down {beside / before:.1f} times")

    def all(self):
        """Everything; returns the exit code."""
        states = make_states(CORPUS, self.folder)
        self.take_references(states)
        self.loaded = Loaded(self.options.rapporteur, self.folder, states)
        try:
            self.loaded.begin()
            if self.options.fill:
                began, before = time.monotonic(), self.loaded.resident_bytes()
                count = load_fill.fill(self.loaded.port, CORPUS)
                grown = (self.loaded.resident_bytes() - before) / load_report.MEGABYTE
                print(f"filled by {count} requests ({time.monotonic() - began:.0f} s), memory {grown:+.1f} MB", flush=True)
                self.loaded.samples.clear()
            for phase in self.phases:
                self.run(phase)
            self.judge()
        finally:
            self.loaded.stop()
        for problem in self.problems[:SHOWN]:
            print(problem, file=sys.stderr)
        passed = sum(len(records) for records in self.records.values())
        print(f"load: {passed} responses compared, {len(self.problems)} problems")
        return 1 if self.problems else 0


def main(arguments=None):
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rapporteur", type=Path, required=True, help="the program")
    parser.add_argument("--minutes", type=float, default=1.0, help="how long each phase takes (1)")
    parser.add_argument("--rate", type=float, default=30.0, help="requests a second (30)")
    parser.add_argument("--reload-seconds", type=float, help="how often the documents change (60, four times at least)")
    parser.add_argument("--fill", action="store_true", help="fill all that is bounded before; default from ten minutes on")
    parser.add_argument("--attack", action="store_true", help="the same traffic beside an attacker, too")
    options = parser.parse_args(arguments)
    if options.reload_seconds is None:
        options.reload_seconds = min(60.0, options.minutes * 15)
    options.fill = options.fill or options.minutes * 60 >= SLOPE_SECONDS_MIN
    with tempfile.TemporaryDirectory() as name:
        try:
            return Check(options, Path(name)).all()
        except CheckError as error:
            print(f"failed to check under load: {error}", file=sys.stderr)
            return 1


if __name__ == "__main__":
    sys.exit(main())
