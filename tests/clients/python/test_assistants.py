"""Python's official clients of the Model Context Protocol and of OpenAI's API, against the program RAPPORTEUR."""

import asyncio
import os
import subprocess
import sys
import unittest
import urllib.request

import openai
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from server import DATA, PROGRAM, PROJECT, QUESTION, Server

TOOLS = ["search", "fetch", "ask", "verify_quote", "verify_text", "compare", "cite"]


class Assistants(Server, unittest.TestCase):
    async def converse(self, target, mode, revision):
        async with Client(target, mode=mode) as client:
            self.assertEqual(client.protocol_version, revision)
            tools = (await client.list_tools()).tools
            self.assertEqual([tool.name for tool in tools], TOOLS)

            async def call(name, **arguments):
                result = await client.call_tool(name, arguments)
                self.assertFalse(result.is_error, result.content)
                return result.structured_content

            answer = await call("ask", question=QUESTION)
            self.assertEqual(answer["status"], "ANSWERED")
            for cited in answer["citations"]:
                clause = await call("fetch", id=cited["clause"])
                self.assertIn(cited["quote"], clause["text"])
            found = await call("search", query=QUESTION)
            self.assertEqual(len(found["results"]), 10)
            failed = await client.call_tool("cite", {"id": "nowhere-1900"})
            self.assertTrue(failed.is_error)
            resources = (await client.list_resources()).resources
            self.assertEqual(len(resources), 5)
            read = await client.read_resource(resources[0].uri)
            self.assertGreater(len(read.contents[0].text), 1000)
            prompt = (await client.list_prompts()).prompts[0]
            got = await client.get_prompt(prompt.name, {"question": QUESTION})
            self.assertIn(QUESTION, got.messages[0].content.text)

    def test_tools_over_http_and_stdio(self):
        for mode, revision in [("auto", "2026-07-28"), ("legacy", "2025-11-25")]:
            with self.subTest(mode=mode, transport="http"):
                asyncio.run(self.converse(f"{self.origin}/mcp", mode, revision))
            with self.subTest(mode=mode, transport="stdio"):
                arguments = ["--data-dir", DATA, "--log", "warn", "mcp"]
                server = StdioServerParameters(command=PROGRAM, args=arguments, cwd=PROJECT, env=dict(os.environ))
                asyncio.run(self.converse(stdio_client(server), mode, revision))

    def client(self, key="none"):
        return openai.OpenAI(base_url=f"{self.origin}/v1", api_key=key, max_retries=0)

    def check(self, text, annotations):
        self.assertGreaterEqual(len(annotations), 2)
        for cited in annotations:
            # Offsets are code points, as Python counts.
            self.assertRegex(text[cited.start_index : cited.end_index], r"^\[\d+\]$")
            with urllib.request.urlopen(cited.url) as clause:
                words = " ".join(clause.read().decode().split())
            before = text[: cited.start_index]
            quote = before[before.rindex("\u201c") + 1 : before.rindex("\u201d")]
            self.assertIn(" ".join(quote.split()), words)

    def test_chats_whole_and_streamed(self):
        messages = [{"role": "user", "content": QUESTION}]
        whole = self.client().chat.completions.create(model="rapporteur", messages=messages)
        message = whole.choices[0].message
        self.check(message.content, [one.url_citation for one in message.annotations])
        stream = self.client().chat.completions.create(model="rapporteur", messages=messages, stream=True)
        text, annotations = "", []
        for chunk in stream:
            delta = chunk.choices[0].delta
            text += delta.content or ""
            annotations += getattr(delta, "annotations", None) or []
        self.assertEqual(text, message.content)
        self.assertEqual(annotations, [one.to_dict() for one in message.annotations])

    def test_responses_whole_and_streamed(self):
        whole = self.client().responses.create(model="rapporteur", input=QUESTION)
        content = whole.output[0].content[0]
        self.check(content.text, content.annotations)
        with self.client().responses.stream(model="rapporteur", input=QUESTION) as stream:
            for _ in stream:
                pass
            streamed = stream.get_final_response()
        self.assertEqual(streamed.output_text, content.text)
        self.assertEqual(streamed.output[0].content[0].annotations, content.annotations)

    def test_the_script_of_the_page_prints_quotations_and_links(self):
        page = (PROJECT / "docs/ASSISTANTS.md").read_text(encoding="utf-8")
        script = page.split("```python\n")[1].split("```")[0].replace("http://127.0.0.1:8080", self.origin)
        printed = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout
        self.assertRegex(printed, r"\u201c.+\u201d \[1\]")
        self.assertRegex(printed, r"(?m)^.+Declaration.* http://\S+/c/")

    def test_models_and_errors(self):
        self.assertEqual(self.client().models.list().data[0].id, "rapporteur")
        with self.assertRaises(openai.NotFoundError):
            self.client().models.retrieve("gpt-9")
        with self.assertRaises(openai.BadRequestError):
            self.client().responses.create(model="rapporteur", input=" ")
        with self.assertRaises(openai.AuthenticationError):
            self.client("rptr_0").models.list()


if __name__ == "__main__":
    unittest.main()
