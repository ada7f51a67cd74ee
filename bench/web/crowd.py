"""Many users clicking at once, each as soon as the page before is there: errors, times, and the server's memory before and after."""

from __future__ import annotations

import asyncio
import random
import re
import statistics
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from api.results import open_results
from bench.web.addresses import addresses
from bench.web.serving import as_program, form
from graph.register import open_register

_CLICKS = 100_000
"""No crowd clicks more often than this, however long it may."""
_WARM = 0.5
"""This part of the time is over when the memory is looked at first."""


@dataclass
class _Told:
    """What became of the clicks."""

    seconds: list[float] = field(default_factory=list)
    errors: dict[str, int] = field(default_factory=dict)

    def wrong(self, said: str) -> None:
        """One click without a page."""
        self.errors[said] = self.errors.get(said, 0) + 1


def measure(register: Path, seconds: float, users: int) -> list[str]:
    """Print what the crowd met; gives the errors."""
    results = open_results(open_register(register))
    places = list(addresses(results).values())
    results.close()
    told = _Told()
    with as_program(register) as (server, process):
        first, last = asyncio.run(_crowd(server, process, places, seconds, users, told))
    times = sorted(told.seconds) or [0.0]
    spent = f"中位数 {1000 * statistics.median(times):.0f} ms，95% 在 {1000 * times[int(0.95 * (len(times) - 1))]:.0f} ms 内，最慢 {1000 * times[-1]:.0f} ms"
    print(f"{users} 人同时点击 {seconds:.0f} s：{len(told.seconds):,} 次，每秒 {len(told.seconds) / seconds:.0f} 次；{spent}", flush=True)
    print(f"出错 {sum(told.errors.values())} 次；服务进程内存 {first:.0f} MB → {last:.0f} MB", flush=True)
    return [f"{said}：{count} 次" for said, count in told.errors.items()]


async def _crowd(server: str, process: int, places: list[str], seconds: float, users: int, told: _Told) -> tuple[float, float]:
    """The server's memory in MB, after a warm-up and at the end. All are logged in before the first one clicks."""
    async with AsyncExitStack() as stack:
        clients = [await stack.enter_async_context(httpx2.AsyncClient(base_url=server, timeout=60)) for _ in range(users)]
        for client in clients:
            answer = await client.post("/login", data=form((await client.get("/login")).text))
            if answer.status_code != 303:
                told.wrong(f"/login {answer.status_code}")
        until = time.monotonic() + seconds
        every = [asyncio.create_task(_user(client, places, until, number, users, told)) for number, client in enumerate(clients)]
        await asyncio.sleep(_WARM * seconds)
        first = _memory(process)
        await asyncio.gather(*every)
        return first, _memory(process)


async def _user(client: httpx2.AsyncClient, places: list[str], until: float, number: int, users: int, told: _Told) -> None:
    """One user clicks on one page after the other, in an order of one's own."""
    order = random.Random(number)
    for _ in range(_CLICKS // users):
        if time.monotonic() > until:
            break
        await _get(client, order.choice(places), told)


async def _get(client: httpx2.AsyncClient, place: str, told: _Told) -> None:
    began = time.perf_counter()
    try:
        answer = await client.get(place)
    except httpx2.HTTPError as error:
        told.wrong(f"{place} {type(error).__name__}")
        return
    told.seconds.append(time.perf_counter() - began)
    if answer.status_code != 200:
        told.wrong(f"{place} {answer.status_code}")


def _memory(process: int) -> float:
    """MB that a process holds, 0 where the machine does not tell."""
    status = Path(f"/proc/{process}/status")
    found = re.search(r"VmRSS:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return int(found[1]) / 1024 if found else 0.0
