"""Files that are whole or not there, and their hashes."""

from hashlib import sha256
from pathlib import Path


def write_whole(file: Path, text: str) -> None:
    """Write a file beside its place and move it there, so that nobody ever finds half of it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f"{file.name}.new")
    try:
        new.write_text(text, encoding="utf-8", newline="\n")
        new.replace(file)
    except BaseException:
        # the half that found room on a full disk
        new.unlink(missing_ok=True)
        raise


def file_hash(file: Path) -> str:
    """Return the SHA-256 of a file, empty if it is not there."""
    try:
        return sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""


def tree_hash(folder: Path, leave_out: frozenset[str] = frozenset()) -> str:
    """Return one hash of the names and contents of all files in a folder, but of those below some names."""
    digest = sha256()
    files = {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}
    for name in sorted(files):
        if leave_out.isdisjoint(name.parts):
            digest.update(f"{name.as_posix()}\0{file_hash(files[name])}\n".encode())
    return digest.hexdigest()
