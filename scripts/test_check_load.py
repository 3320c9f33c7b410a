"""The load check tells wrong responses from right ones, and its attacker does what it says."""

import itertools
import json
import socket
import threading
import unittest

import check_frames
import graphql_websocket
import load_attack
import load_client
import load_questions
import load_report
import load_server
from load_report import Flip, Record

QUESTION = load_questions.Question("ask", "Which declarations mention gangs?")
CORPUS = load_questions.PROJECT / "corpus"


def record(sent, ended, digest, status=200):
    """A response."""
    return Record(QUESTION, True, sent, sent, ended, status, digest, "")


class Reports(unittest.TestCase):
    flips = [Flip(1, 10.0, 11.0), Flip(0, 20.0, 21.0)]

    def wrong(self, *records):
        return load_report.wrong(records, {QUESTION: ("a", "b")}, self.flips)

    def test_a_response_is_right_in_the_state_that_it_met(self):
        right = [record(1, 2, "a"), record(9, 10.5, "a"), record(10.2, 10.4, "b"), record(12, 13, "b"), record(22, 23, "a")]
        self.assertEqual(self.wrong(*right), [])

    def test_bytes_of_another_state_and_other_bytes_are_wrong(self):
        for one in (record(1, 2, "b"), record(12, 13, "a"), record(22, 23, "b"), record(1, 2, "c")):
            self.assertEqual(len(self.wrong(one)), 1, one)

    def test_a_failure_is_wrong_whatever_it_says(self):
        self.assertIn("status 503", self.wrong(record(1, 2, "a", 503))[0])
        self.assertIn("status 0", self.wrong(record(1, 2, "a", 0))[0])

    def test_percentiles_are_by_nearest_rank(self):
        values = list(range(1, 101))
        self.assertEqual([load_report.percentile(values, share) for share in (0.5, 0.99, 1.0)], [50, 99, 100])
        self.assertEqual(load_report.percentile([7], 0.99), 7)

    def test_a_slope_is_megabytes_in_ten_minutes(self):
        rising = [(at, 50_000_000 + at * 10_000) for at in range(0, 600, 10)]
        self.assertAlmostEqual(load_report.slope(rising), 6.0)
        self.assertAlmostEqual(load_report.slope([(at, 50_000_000) for at in range(60)]), 0.0)

    def test_latency_counts_from_when_a_request_was_due(self):
        late = record(5, 6, "a")._replace(due=2)
        self.assertEqual(load_report.latencies([late])["all"], [4000])


class Questions(unittest.TestCase):
    def test_most_are_asked_again_and_no_new_one_twice(self):
        plan = load_questions.Asker(CORPUS, 1).plan(200, 20)
        new = [request.question for request in plan if not request.repeated]
        self.assertGreater(len(plan), 3_500)
        self.assertEqual(len(new), len(set(new)))
        self.assertAlmostEqual(len(new) / len(plan), 0.3, delta=0.05)
        self.assertEqual({request.question.surface for request in plan}, set(load_questions.SURFACES))
        self.assertEqual(sum(load_questions.SURFACES.values()), 100)

    def test_each_surface_has_a_request(self):
        self.assertEqual(set(load_client.REQUESTS) | {"websocket"}, set(load_questions.SURFACES))


class Comparisons(unittest.TestCase):
    def test_what_depends_on_who_asks_is_left_out_and_nothing_else(self):
        one, other = ({"chat_id": number, "text": "x"} for number in (1, 2))
        self.assertEqual(*(load_client.compared("telegram", json.dumps(said)) for said in (one, other)))
        changed = json.dumps({"chat_id": 1, "text": "y"})
        self.assertNotEqual(load_client.compared("telegram", json.dumps(one)), load_client.compared("telegram", changed))

    def test_a_failure_by_graphql_is_no_answer(self):
        with self.assertRaises(load_client.WrongResponseError):
            load_client.compared("ask", json.dumps({"data": {"ask": None}, "errors": [{}]}))

    def test_quotations_that_are_no_spans_are_seen(self):
        reference = load_server.Reference.__new__(load_server.Reference)
        reference.texts, reference.quotations = {"rome-2012": "We condemn crime."}, 0
        citation = {"quote": "condemn", "start": 4, "end": 11, "clause": {"document": {"id": "rome-2012"}}}
        body = json.dumps({"data": {"ask": {"citations": [citation]}}})
        with self.assertRaisesRegex(load_server.CheckError, "not the span"):
            reference.check_quotations(body)


class Attackers(unittest.TestCase):
    def test_texts_are_as_long_as_may_be_and_all_different(self):
        texts = list(itertools.islice(load_attack.hostile_texts(), 24))
        self.assertEqual({len(text) for text in texts}, {load_attack.CHARACTERS_MAX})
        self.assertEqual(len(set(texts)), len(texts))

    def test_a_long_field_of_a_head_is_written_as_hpack_has_it(self):
        # RFC 7541, 5.1: 1337 in five bits is 31, 154, 10; in seven bits 127, 186, 9.
        self.assertEqual(check_frames.literal(b"a", b"x" * 1337)[3:6], bytes([127, 186, 9]))


class WebSockets(unittest.TestCase):
    def test_frames_are_masked_and_have_their_length(self):
        for length, head in ((10, 2), (200, 4), (70_000, 10)):
            frame = graphql_websocket.frame(b"x" * length)
            mask, data = frame[head : head + 4], frame[head + 4 :]
            self.assertEqual((frame[0], frame[1] & 0x80, len(data)), (0x81, 0x80, length))
            self.assertEqual(bytes(byte ^ mask[at % 4] for at, byte in enumerate(data)), b"x" * length)

    def test_pings_are_answered_and_long_messages_are_read(self):
        server, client = socket.socketpair()
        said = json.dumps({"type": "connection_ack", "payload": "x" * 70_000}).encode()

        def serve():
            server.recv(4096)
            server.sendall(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n")
            server.sendall(b"\x89\x02hi" + b"\x81\x7f" + len(said).to_bytes(8, "big") + said + b"\x88\x02\x11\x33")

        thread = threading.Thread(target=serve)
        thread.start()
        opened = graphql_websocket.WebSocket(client, "localhost")
        self.assertEqual(opened.message()["type"], "connection_ack")
        head = server.recv(8)
        self.assertEqual(head[:2], b"\x8a\x82", "a masked pong")
        self.assertEqual(bytes(byte ^ head[2 + at] for at, byte in enumerate(head[6:])), b"hi")
        with self.assertRaisesRegex(graphql_websocket.ClosedError, "4403"):
            opened.message()
        thread.join()
        opened.close()
        server.close()


if __name__ == "__main__":
    unittest.main()
