"""Fills what a server keeps within bounds, so that memory which grows afterwards grows without any."""

import multiprocessing

import load_client
from check_proxies import CheckError
from load_questions import REQUESTED, Asker, Question

# Chat bots remember 100,000 deliveries, and what was asked in each chat.
MESSAGES, QUESTIONS = 120_000, 30_000
PROCESSES = 3
BOTS = ("slack", "telegram")
OFTEN = "Which declarations mention gangs?"


def ask(port, folder, index, results):
    """The share of one process: messages of many chats, and questions that nobody asked before."""
    client, asker = load_client.Client(port, "192.0.2.1"), Asker(folder, index)
    failed, first = 0, 1 + index * MESSAGES
    for number in range(MESSAGES // PROCESSES):
        # Nobody asks too often.
        client.headers = {"X-Forwarded-For": f"198.18.{number // 250 % 250}.{number % 250}"}
        questions = [Question(BOTS[number % 2], OFTEN)]
        if number % (MESSAGES // QUESTIONS) == 0:
            surface = REQUESTED[number // (MESSAGES // QUESTIONS) % len(REQUESTED)]
            questions.append(Question(surface, asker.new(surface)))
            # Those that are repeated are longer, and streams have room of their own.
            surface = asker.random.choice((*REQUESTED, "websocket"))
            questions.append(Question(surface, asker.repeated(surface)))
        for question in questions:
            failed += client.ask(question, first + number)[0] != 200
    client.close()
    results.put(failed)


def fill(port, folder):
    """Asks until everything is full; returns how many requests that were."""
    context = multiprocessing.get_context("fork")
    results = context.Queue()
    processes = [context.Process(target=ask, args=(port, folder, index, results)) for index in range(PROCESSES)]
    for process in processes:
        process.start()
    failed = sum(results.get() for _ in processes)
    for process in processes:
        process.join()
    if failed:
        raise CheckError(f"{failed} requests failed while caches were filled")
    return MESSAGES + 2 * QUESTIONS
