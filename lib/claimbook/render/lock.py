"""Only one rendering at a time: a lock that the operating system releases when its process ends, however it ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from claimbook.errors import ClaimbookError


class LockedError(ClaimbookError):
    """Another rendering of the same project is under way."""


@contextmanager
def lock(file: Path) -> Iterator[None]:
    """Hold a lock file for the length of a `with` block.

    Raises
    ------
    LockedError
        If somebody else holds it.
    """
    # POSIX only, like the ipc sockets of the kernels
    import fcntl

    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LockedError(f"another rendering holds {file}: wait until it ends") from None
        yield
