"""Writes this package as one runnable file (zipapp, PEP 441), the same bytes each time it is made."""

import importlib.resources
import zipfile
from pathlib import Path

_START = b"import sys\n\nfrom verifier.__main__ import main\n\nsys.exit(main())\n"


def pack(target: Path) -> None:
    """Write the verifier to `target`; run it with `python TARGET`. Raises OSError."""
    package = importlib.resources.files(__package__)
    sources = {item.name: item.read_bytes() for item in package.iterdir() if item.name.endswith(".py")}
    with target.open("wb") as file:
        file.write(b"#!/usr/bin/env python3\n")
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            _add(archive, "__main__.py", _START)
            for name in sorted(sources):
                _add(archive, f"verifier/{name}", sources[name])


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name)  # a fixed date, so that equal sources give equal files
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)
