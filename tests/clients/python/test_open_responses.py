"""Open Responses: the cases of its compliance suite over this service, checked by the models of its specification.

The suite itself asks a language model to say hello and to call tools. These are its cases in words that the documents answer. What
cannot hold here is named in NOT_HERE, each with its reason, and must fail: an entry that holds is to be removed.
"""

import json
import unittest
import urllib.error
import urllib.request

import openresponses_types as spec
from pydantic import TypeAdapter
from server import QUESTION, Server

# What each type of event is, by the specification. A stream of ours has no others.
EVENTS = {
    "response.created": spec.types.ResponseCreatedStreamingEvent,
    "response.in_progress": spec.types.ResponseInProgressStreamingEvent,
    "response.output_item.added": spec.types.ResponseOutputItemAddedStreamingEvent,
    "response.content_part.added": spec.types.ResponseContentPartAddedStreamingEvent,
    "response.output_text.delta": spec.types.ResponseOutputTextDeltaStreamingEvent,
    "response.output_text.annotation.added": spec.types.ResponseOutputTextAnnotationAddedStreamingEvent,
    "response.output_text.done": spec.types.ResponseOutputTextDoneStreamingEvent,
    "response.content_part.done": spec.types.ResponseContentPartDoneStreamingEvent,
    "response.output_item.done": spec.types.ResponseOutputItemDoneStreamingEvent,
    "response.completed": spec.types.ResponseCompletedStreamingEvent,
}
# In this order, where deltas and annotations may come any number of times.
ORDER = list(EVENTS)
WEATHER = {
    "type": "function",
    "name": "get_weather",
    "description": "The weather at a place",
    "parameters": {"type": "object", "properties": {"place": {"type": "string"}}, "required": ["place"]},
}
IMAGE = {"type": "input_image", "image_url": "data:image/png;base64,iVBORw0KGgo="}
NOT_HERE = {
    "tool-calling": "answers are looked up: no tool is ever called, as tool_choice says",
    "previous-response": "no response is stored, as store says; earlier messages come in the input",
}


def said(role, text):
    return {"type": "message", "role": role, "content": text}


CASES = {
    "basic-response": {"input": [said("user", QUESTION)]},
    "plain-input": {"input": QUESTION},
    "system-prompt": {"input": [said("system", "You are a pirate."), said("user", QUESTION)]},
    "developer-prompt": {"input": [said("developer", "Be brief."), said("user", QUESTION)]},
    "image-input": {"input": [{"type": "message", "role": "user", "content": [{"type": "input_text", "text": QUESTION}, IMAGE]}]},
    "multi-turn": {"input": [said("user", QUESTION), said("assistant", "Rome and Monaco."), said("user", "And Singapore?")]},
    "small-talk": {"input": [said("user", "Say hello in exactly three words.")]},
    "parameters": {"input": QUESTION, "temperature": 0.5, "max_output_tokens": 50, "metadata": {"a": "b"}, "store": True},
    "tools-unused": {"input": QUESTION, "tools": [WEATHER], "tool_choice": "auto"},
}


class OpenResponses(Server, unittest.TestCase):
    def post(self, body):
        request = urllib.request.Request(
            f"{self.origin}/v1/responses",
            data=json.dumps({"model": "rapporteur"} | body).encode(),
            headers={"Content-Type": "application/json", "Authorization": "Bearer none"},
        )
        with urllib.request.urlopen(request) as reply:
            return reply.headers["Content-Type"], reply.read().decode()

    def response(self, body):
        kind, text = self.post(body)
        self.assertTrue(kind.startswith("application/json"), kind)
        return self.checked(json.loads(text))

    def checked(self, response):
        # Strict: no text is taken for a number, and each item must be of a type of the specification.
        read = TypeAdapter(spec.ResponseResource).validate_json(json.dumps(response), strict=True)
        self.assertEqual((read.status, read.error, read.incomplete_details), ("completed", None, None))
        self.assertGreater(len(read.output), 0)
        for item in response["output"]:
            self.assertEqual(item["type"], "message")
            TypeAdapter(spec.types.Message).validate_json(json.dumps(item), strict=True)
        usage = response["usage"]
        self.assertEqual(usage["total_tokens"], usage["input_tokens"] + usage["output_tokens"])
        return response

    def events(self, body):
        kind, text = self.post(body | {"stream": True})
        self.assertTrue(kind.startswith("text/event-stream"), kind)
        *events, end, rest = text.split("\n\n")
        self.assertEqual((end, rest), ("data: [DONE]", ""))
        for event in events:
            name, data = event.split("\n")
            data = json.loads(data.removeprefix("data: "))
            self.assertEqual(name, f"event: {data['type']}")
            TypeAdapter(EVENTS[data["type"]]).validate_json(json.dumps(data), strict=True)
            yield data

    def test_responses_are_those_of_the_specification(self):
        for name, body in CASES.items():
            with self.subTest(name):
                self.response(body)

    def test_streams_are_those_of_the_specification(self):
        for name, body in CASES.items():
            with self.subTest(name):
                events = list(self.events(body))
                types = [event["type"] for event in events]
                self.assertEqual(list(dict.fromkeys(types)), [one for one in ORDER if one in types])
                places = [ORDER.index(one) for one in types]
                self.assertEqual(places, sorted(places), "no event comes before its time")
                once = [one for one in types if not one.endswith((".delta", ".annotation.added"))]
                self.assertEqual(len(once), len(set(once)))
                self.assertEqual([event["sequence_number"] for event in events], list(range(len(events))))
                of = lambda kind: [event for event in events if event["type"] == kind]
                final = self.checked(of("response.completed")[0]["response"])
                content = final["output"][0]["content"][0]
                text = "".join(event["delta"] for event in of("response.output_text.delta"))
                self.assertEqual(text, content["text"])
                self.assertEqual(of("response.output_text.done")[0]["text"], text)
                added = [event["annotation"] for event in of("response.output_text.annotation.added")]
                self.assertEqual(added, content["annotations"])
                for cited in added:
                    self.assertRegex(text[cited["start_index"] : cited["end_index"]], r"^\[\d+\]$")
                items = {event["item_id"] for event in events if "item_id" in event}
                self.assertEqual(items, {final["output"][0]["id"]})
                for begun in of("response.created") + of("response.in_progress"):
                    self.assertEqual((begun["response"]["status"], begun["response"]["output"]), ("in_progress", []))

    def test_whole_and_streamed_responses_say_the_same(self):
        whole = self.response(CASES["basic-response"])
        streamed = list(self.events(CASES["basic-response"]))[-1]["response"]
        self.assertEqual(whole["output"][0]["content"], streamed["output"][0]["content"])
        self.assertEqual(whole.keys(), streamed.keys())

    def test_errors_are_those_of_the_specification(self):
        for body, status in [({"input": []}, 400), ({}, 400), ({"input": QUESTION, "model": "gpt-9"}, 404)]:
            with self.assertRaises(urllib.error.HTTPError) as raised:
                self.post(body)
            self.assertEqual(raised.exception.code, status)
            error = json.loads(raised.exception.read())["error"]
            self.assertLessEqual({"message", "type", "code", "param"}, error.keys())

    def test_what_cannot_hold_here_does_not(self):
        tools = {"input": [said("user", "What is the weather in Rome?")], "tools": [WEATHER], "tool_choice": "required"}
        response = self.response(tools)
        self.assertEqual([item["type"] for item in response["output"]], ["message"], NOT_HERE["tool-calling"])
        self.assertEqual((response["tool_choice"], response["tools"]), ("none", []))
        first = self.response(CASES["basic-response"])
        self.assertFalse(first["store"])
        with self.assertRaises(urllib.error.HTTPError, msg=NOT_HERE["previous-response"]) as raised:
            self.post({"input": "And Singapore?", "previous_response_id": first["id"]})
        self.assertEqual(raised.exception.code, 400)


if __name__ == "__main__":
    unittest.main()
