"""Talk to a kernel as soon as it listens, and without waiting for silence."""

import asyncio
import math
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient

_STEP_SECONDS = 0.002
_MOST_STEPS = 1000


async def listening(connection: Mapping[str, Any], alive: Callable[[], bool]) -> None:
    """Wait a moment until a kernel listens: whoever connects before tries again only a tenth of a second later."""
    # the one that it opens last
    last = Path(f"{connection['ip']}-{connection['hb_port']}")
    if connection["transport"] == "ipc":
        await soon(lambda: last.exists() or not alive())


async def soon(happened: Callable[[], bool]) -> None:
    """Wait a moment for what happens within milliseconds, and no longer than two seconds."""
    for _ in range(_MOST_STEPS):
        if happened():
            return
        await asyncio.sleep(_STEP_SECONDS)


class PromptClient(AsyncKernelClient):
    """A client that is ready with the kernel's first answer.

    jupyter_client then waits until the kernel has said nothing for a fifth of a second. What it may still say answers
    the question whether it is ready, and nbclient takes only the answers to its own.
    """

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait for an answer on both ways on which a kernel answers."""
        end = time.monotonic() + (math.inf if timeout is None else timeout)
        while time.monotonic() < end:
            self.kernel_info()
            with suppress(Empty):
                reply = await self.get_shell_msg(timeout=1)
                await self.get_iopub_msg(timeout=0.2)
                if reply["msg_type"] == "kernel_info_reply":
                    self._handle_kernel_info_reply(reply)
                    return
            if not await self._async_is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
        raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")
