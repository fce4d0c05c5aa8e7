"""Get a producer's file: from a folder of the user's, or from its address, with cache, retries and a size limit."""

import shutil
import tempfile
import zipfile
from hashlib import file_digest
from pathlib import Path
from typing import IO, Any

from claimbook.errors import ClaimbookError
from claimbook.sources.producer import Download

# the largest of the producers' archives has about 60 MB; what is far beyond is no table of theirs
MOST_BYTES = 1_000_000_000
_CHUNK = 1 << 20
_RETRIES = 3
_TIMEOUT = 60


def obtain(download: Download, folder: Path | None, cache: Path, known: str | None) -> Path:
    """Return where a producer's file lies on this machine.

    Parameters
    ----------
    download : Download
        The file that is wanted.
    folder : pathlib.Path or None
        Where the user keeps producers' files; it is looked for there by its name, however deep. None to fetch it.
    cache : pathlib.Path
        Where fetched files are kept; one that still has the known checksum is not fetched again.
    known : str or None
        SHA-256 of the file when it was first read, if it was.

    Raises
    ------
    ClaimbookError
        If it is not in the folder, or there more than once; if only a person can fetch it; if the network or the
        address does not answer; if it is larger than `MOST_BYTES`, or is no archive with the one file that is wanted.
    """
    if folder is not None:
        return _find(download, folder)
    if download.by_hand:
        raise ClaimbookError(
            f"{download.file} has to be fetched by a person: get it from {download.url}, put it into a folder under "
            "that name, and run `claimbook fetch --from-dir FOLDER`"
        )
    kept = cache / download.file
    if known and kept.is_file() and checksum(kept) == known:
        return kept
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as place:
        fetched = _fetch(download.url, Path(place))
        if download.member:
            fetched = _unpack(fetched, download)
        return fetched.replace(kept)


def checksum(file: Path) -> str:
    """Return the SHA-256 of a file, as hexadecimal digits."""
    with file.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def _find(download: Download, folder: Path) -> Path:
    if not folder.is_dir():
        raise ClaimbookError(f"{folder} is no folder")
    found = sorted(file for file in folder.rglob(download.file) if file.is_file())
    if not found:
        raise ClaimbookError(f"{folder} holds no {download.file}: the producer offers it at {download.url}")
    if len(found) > 1:
        listed = ", ".join(map(str, found))
        raise ClaimbookError(f"{folder} holds {download.file} more than once: keep one of {listed}")
    return found[0]


def _fetch(url: str, place: Path) -> Path:
    """Fetch a file, trying again where the network falters."""
    try:
        import pooch
    except ImportError:
        raise ClaimbookError("fetching needs pooch: run `pip install 'claimbook[fetch]'`") from None
    from requests import RequestException

    # the checksum is compared by the caller, which knows of archives: pooch is given none
    registry = pooch.create(
        place, base_url="", registry={"fetched": None}, urls={"fetched": url}, retry_if_failed=_RETRIES
    )
    pooch.get_logger().setLevel("ERROR")
    try:
        return Path(registry.fetch("fetched", downloader=_limited))
    except (RequestException, OSError, ValueError) as error:
        raise ClaimbookError(
            f"{url} can't be fetched ({type(error).__name__}): look whether there is a network and whether the address "
            "still holds, or bring the file with --from-dir"
        ) from error


def _limited(url: str, output_file: str, registry: Any, check_only: bool = False) -> None:  # noqa: ARG001
    """Fetch for pooch, and stop where a file grows beyond all sense."""
    import pooch

    with Path(output_file).open("wb") as file:
        pooch.HTTPDownloader(timeout=_TIMEOUT, chunk_size=_CHUNK)(url, _Limit(file, url), registry)


class _Limit:
    """A file that refuses to grow beyond `MOST_BYTES`."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        self._file, self._name, self._size = file, name, 0

    def write(self, chunk: bytes) -> int:
        self._size += len(chunk)
        if self._size > MOST_BYTES:
            raise ClaimbookError(f"{self._name} is larger than {MOST_BYTES:,} bytes: look at what stands there")
        return self._file.write(chunk)

    def flush(self) -> None:
        self._file.flush()


def _unpack(archive: Path, download: Download) -> Path:
    """Take the one wanted file out of an archive, under our name: never one that stands in the archive."""
    target = archive.with_name("unpacked")
    try:
        with zipfile.ZipFile(archive) as opened:
            names = [name for name in opened.namelist() if name.lower().endswith(download.member.lower())]
            if len(names) != 1:
                listed = ", ".join(opened.namelist()[:6])
                rule = f"holds {len(names)} files that end with {download.member}, not one ({listed})"
                raise ClaimbookError(f"{download.url} {rule}: see what the producer changed")
            with opened.open(names[0]) as member, target.open("wb") as file:
                shutil.copyfileobj(member, _Limit(file, names[0]), _CHUNK)
    except zipfile.BadZipFile as error:
        raise ClaimbookError(f"{download.url} is no whole archive ({error}): fetch it again") from error
    return target
