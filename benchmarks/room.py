"""A room of fifty on one server: how long each waits, and whether an answer is ever lost.

    python benchmarks/room.py [--people 50] [--seconds 10] [--kills 20] [--browsers 5]

Everybody joins by the code, opens the page, answers ten questions, loses the network for a while,
comes back, and opens the page again: over HTTP and WebSocket, as a browser would, on this computer
alone.  Then Pythons and the server itself are killed the moment an answer has been acknowledged,
and the disk is asked for it.  Prints seconds, memory and counts; what else the machine does stands
in the first line.
"""

import argparse
import asyncio
import json
import os
import re
import shutil
import socket
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
import pandas as pd
import psutil
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import websocket_connect

from smarter_spending.case import find_district

PAGE = "04_root_causes"
ANSWERS, PATIENCE = 10, 120
WAITS = ["to_first_question", "back", "reload"]
TOLD = [*WAITS, "saves", "errors", "why", "lost", "not_there_again"]
VERSION = {"version": "1.0.0"}  # of the protocol by which a page learns of its widgets
BOXES = {"TextModel", "TextareaModel"}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


class Room:
    """The server, as a process of its own that may be killed and begun again."""

    def __init__(self, district: Path, place: Path, port: int):
        self.district, self.place, self.port = district, place, port

    def begin(self) -> None:
        """Open the room and wait until it says so."""
        said = self.place / "said"
        command = [sys.executable, "-m", "smarter_spending.running.command", "room"]
        options = ["--folder", str(self.place), "--port", str(self.port), "--no-browser"]
        with said.open("w") as file:
            self.process = psutil.Popen([*command, str(self.district), *options], stdout=file)
        while "To stop" not in said.read_text():
            if self.process.poll() is not None:
                raise SystemExit(said.read_text())
            time.sleep(0.2)
        self.code = re.search(r"with the code (\d{6})", said.read_text())[1]
        self.base = re.search(r"Open (http://[\d.:]+)", said.read_text())[1]
        address = self.base.removeprefix("http://").split(":")
        while True:
            with socket.socket() as line:
                if not line.connect_ex((address[0], int(address[1]))):
                    return
            time.sleep(0.1)  # told a moment before anybody listens

    def kill(self) -> None:
        """Kill the server and every Python that it began, and give it no time for anything."""
        for one in [self.process, *self.process.children(recursive=True)]:
            one.kill()
        self.process.wait()

    def pythons(self) -> dict[int, psutil.Process]:
        """The Pythons of the open pages, by number of process."""
        return {one.pid: one for one in self.process.children(recursive=True)}

    def on_disk(self, person: str) -> set[str]:
        """What this person's file of answers holds."""
        file = self.district / "choices" / PAGE / f"{person.lower().replace(' ', '-')}.json"
        kept = json.loads(file.read_text()) if file.exists() else {}
        return {str(one) for one in kept.get("answers", {}).values()}


class Person:
    """One browser's worth of asking: a cookie, an open page, a line to its Python."""

    def __init__(self, room: Room, name: str):
        self.room, self.name, self.cookie = room, name, ""
        self.acknowledged, self.session, self.line = {}, uuid.uuid4().hex, None

    async def ask(self, path: str, body: dict | None = None) -> tuple[int, str, list[str]]:
        """Ask the server once; the status, the text and the cookies."""
        headers = {"Origin": self.room.base, "Cookie": self.cookie}
        asked = HTTPRequest(
            self.room.base + path,
            method="GET" if body is None else "POST",
            headers=headers,
            body=None if body is None else urlencode(body),
            follow_redirects=False,
            request_timeout=PATIENCE,
            connect_timeout=PATIENCE,
        )
        answer = await AsyncHTTPClient().fetch(asked, raise_error=False)
        return answer.code, answer.body.decode(), answer.headers.get_list("Set-Cookie")

    async def join(self) -> None:
        """Come in by the code, under a name of one's own."""
        told = {"code": self.room.code, "person": self.name, "role": "finance", "table": "1"}
        status, text, cookies = await self.ask("/", told)
        if status != 303:
            raise RuntimeError(f"{status}: {text[:200]}")
        self.cookie = cookies[0].partition(";")[0]

    async def open(self) -> None:
        """Open the page, and wait for its first question."""
        if self.line:
            self.line.close()
        status, text, _ = await self.ask(f"/{PAGE}")
        found = re.search(r'"kernelId": "([\w-]{36})"', unescape(text))
        if status != 200 or not found:
            raise RuntimeError(f"{status}: {text[:200]}")
        self.kernel = found[1]
        await self.dial()
        self.boxes = await self.see()

    async def dial(self) -> None:
        """Take the line to this page's Python, or take it again."""
        address = f"{self.room.base}/api/kernels/{self.kernel}/channels".replace("http", "ws", 1)
        headers = {"Cookie": self.cookie, "Origin": self.room.base}
        asked = HTTPRequest(
            f"{address}?session_id={self.session}", headers=headers, connect_timeout=PATIENCE
        )
        self.line = await websocket_connect(asked)

    def send(self, kind: str, **content: object) -> str:
        """Send one message of a widget; its mark."""
        mark = uuid.uuid4().hex
        header = {"msg_id": mark, "msg_type": kind, "session": self.session}
        header |= {"username": "", "version": "5.3", "date": ""}
        message = {"header": header, "parent_header": {}, "metadata": VERSION, "buffers": []}
        said = message | {"content": content, "channel": "shell"}
        self.line.write_message(json.dumps(said))
        return mark

    async def hear(self, mark: str) -> list[dict]:
        """All that is answered to a message, until its Python is done with it."""
        heard = []
        while True:
            raw = await asyncio.wait_for(self.line.read_message(), PATIENCE)
            if raw is None:
                raise RuntimeError("the line was cut")
            if isinstance(raw, bytes):  # with buffers: the head says where the message stands
                first, second = np.frombuffer(raw[4:12], ">u4")
                raw = raw[first:second]
            one = json.loads(raw)
            if one["parent_header"].get("msg_id") != mark:
                continue
            heard.append(one["content"])
            if one["content"].get("execution_state") == "idle":
                return heard

    async def see(self) -> dict[str, str]:
        """What stands in each box of the page, by its mark."""
        control = uuid.uuid4().hex
        name = "jupyter.widget.control"
        opened = self.send("comm_open", comm_id=control, target_name=name, data={})
        await self.hear(opened)
        asked = self.send("comm_msg", comm_id=control, data={"method": "request_states"})
        states = next(one["data"]["states"] for one in await self.hear(asked)
                      if "states" in one.get("data", {}))  # fmt: skip
        return {
            mark: one["state"].get("value", "")
            for mark, one in states.items()
            if one["model_name"] in BOXES and "as the room" not in one["state"]["description"]
        }

    async def answer(self, number: int) -> float:
        """Write in a box; the seconds until its Python has said that it is done."""
        place = number % len(self.boxes)  # a page opened again has the same boxes by other marks
        box = list(self.boxes)[place]
        words = f"{self.name} wrote this, number {number}"
        begun = time.monotonic()
        state = {"method": "update", "state": {"value": words}, "buffer_paths": []}
        mark = self.send("comm_msg", comm_id=box, data=state)
        heard = json.dumps(await self.hear(mark), ensure_ascii=False)
        if "Not saved" in heard:
            raise RuntimeError("not saved")
        self.acknowledged[place] = words  # where the page says Saved already, it says nothing new
        return time.monotonic() - begun

    def lost(self) -> int:
        """How many acknowledged answers are not on the disk."""
        there = self.room.on_disk(self.name)
        return sum(words not in there for words in self.acknowledged.values())


async def sat(person: Person, after: float, away: float) -> dict[str, object]:
    """One person's session in the room."""
    await asyncio.sleep(after)
    told, begun = {"errors": 0}, time.monotonic()
    try:
        await person.join()
        await person.open()
        told["to_first_question"] = time.monotonic() - begun
        told["saves"] = []
        for number in range(ANSWERS):
            told["saves"].append(await person.answer(number))
            await asyncio.sleep(1)  # somebody reads and writes
        person.line.close()
        await asyncio.sleep(away)
        begun = time.monotonic()
        await person.dial()
        await person.answer(ANSWERS)
        told["back"] = time.monotonic() - begun
        person.line.close()
        begun = time.monotonic()
        await person.open()
        told["reload"] = time.monotonic() - begun
        stands = set(person.boxes.values())
        told["not_there_again"] = sum(words not in stands for words in person.acknowledged.values())
    except (OSError, RuntimeError, TimeoutError) as error:
        told["errors"], told["why"] = 1, repr(error)[:160]
    told["lost"] = person.lost()
    return told


async def fifty(room: Room, people: int, seconds: float, away: float) -> dict[str, object]:
    """Everybody within some seconds of each other; what they waited for."""
    AsyncHTTPClient.configure(None, max_clients=2 * people, max_body_size=1 << 28)
    begun, cpu = time.monotonic(), _cpu(room)
    everybody = [Person(room, f"Person {one}") for one in range(people)]
    sessions = [sat(one, seconds * n / people, away) for n, one in enumerate(everybody)]
    told = asyncio.gather(*sessions)
    await asyncio.sleep(seconds + away)
    memory = [one.memory_full_info().uss / 1e6 for one in room.pythons().values()]
    rows = pd.DataFrame(await told, columns=TOLD)
    for why, count in rows["why"].value_counts().items():
        print(f"{count} × {why}")
    waited = rows[WAITS].astype(float).quantile([0.5, 0.95, 1])
    waited["save"] = rows["saves"].explode().astype(float).quantile([0.5, 0.95, 1])
    print(f"waited, of {rows['errors'].eq(0).sum()} of {people} people:")
    print(waited.rename(index={0.5: "half", 0.95: "95%", 1: "all"}).round(2).to_string())
    counts = rows[["errors", "lost", "not_there_again"]].sum().astype(int).to_dict()
    return counts | {
        "acknowledged": sum(len(one.acknowledged) for one in everybody),
        "mb_a_page": round(float(np.median(memory)), 1),
        "seconds": round(time.monotonic() - begun, 1),
        "cpu_seconds": round(_cpu(room) - cpu, 1),
    }


def _cpu(room: Room) -> float:
    return sum(sum(one.cpu_times()[:4]) for one in [room.process, *room.pythons().values()])


async def killed(room: Room, kills: int) -> dict[str, int]:
    """A Python, and every tenth time the server, is killed as soon as it has said *saved*."""
    person, found = Person(room, "Killed often"), {"killed": 0, "servers": 0, "lost": 0}
    await person.join()
    gone = set()
    while found["killed"] < kills:
        before = set(room.pythons())
        await person.open()
        new = [one for pid, one in room.pythons().items() if pid not in before]
        if not new:
            raise RuntimeError("no Python began with the page: nothing to kill")
        await person.answer(found["killed"])
        found["killed"] += 1
        if found["killed"] % 10:
            for one in new:
                one.kill()
        else:
            room.kill()
            found["servers"] += 1
            room.begin()
        person.line.close()
        there = room.on_disk(person.name)
        gone |= {words for words in person.acknowledged.values() if words not in there}
        found["lost"] = len(gone)
    return found


def browsers(room: Room, count: int) -> list[float]:
    """Real browsers that join at the same moment; seconds until each can write."""
    from playwright.async_api import async_playwright

    async def visit(browser, number: int) -> float:
        page = await (await browser.new_context()).new_page()
        page.set_default_timeout(1000 * PATIENCE)
        begun = time.monotonic()
        await page.goto(f"{room.base}/?code={room.code}")
        await page.get_by_label("Your name, as the room knows you").fill(f"Browser {number}")
        await page.get_by_role("button", name="Join").click()
        await page.goto(f"{room.base}/{PAGE}", wait_until="commit")
        await page.wait_for_selector(".live .jupyter-widgets")
        return time.monotonic() - begun

    async def all_of_them() -> list[float]:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=FLAGS
            )
            return await asyncio.gather(*(visit(browser, one) for one in range(count)))

    return asyncio.run(all_of_them())


@contextmanager
def opened(place: Path, port: int) -> Iterator[Room]:
    """A room on a copy of the teaching district, in which nobody has answered."""
    district = place / "altamont_valley"
    left_out = shutil.ignore_patterns("choices")
    shutil.copytree(find_district("altamont_valley").resolve(), district, ignore=left_out)
    room = Room(district, place / "workshop", port)
    room.place.mkdir()
    room.begin()
    try:
        yield room
    finally:
        room.kill()


def main() -> None:
    """Print what fifty people wait for, and what is lost."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=10, help="within which all come")
    parser.add_argument("--away", type=float, default=20, help="seconds without the network")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--browsers", type=int, default=5)
    parser.add_argument("--port", type=int, default=9200)
    asked = parser.parse_args()
    if asked.people > 200:
        parser.error("--people: 200 at most, on one computer")
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory(prefix="room-") as place, opened(Path(place), asked.port) as r:
        time.sleep(60)  # until the district is worked out
        print(asyncio.run(fifty(r, asked.people, asked.seconds, asked.away)), flush=True)
        if asked.browsers and shutil.which("chromium"):
            waited = " ".join(f"{one:.1f}" for one in sorted(browsers(r, asked.browsers)))
            print(f"{asked.browsers} browsers at once, seconds until each can write: {waited}")
        if asked.kills:
            print(asyncio.run(killed(r, asked.kills)), flush=True)


if __name__ == "__main__":
    main()
