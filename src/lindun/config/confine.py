"""Confine this process with Landlock: close folders to it for good, whatever code runs in it later.

What is not closed may be read; written to are the named folders alone. A process that could write anywhere
could change the program or the shell's start files, and have them run by whoever may read what it may not.

The serving process must not be able to read the ledger's signing key, the owner's password, the database
files or the mirrors, although it runs as the same user. Landlock (Linux 5.13+) can only *allow* folders, so
everything is allowed except the closed ones: for each closed path, all siblings along the way down.
Source: the kernel's userspace API documentation of Landlock, system calls 444-446.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
RULE_PATH_BENEATH = 1
PR_SET_NO_NEW_PRIVS = 38
FILE_RIGHTS = 0b0111  # execute, write_file, read_file
READING = 0b1101  # execute, read_file, read_dir
REFER = 1 << 13
TRUNCATE = 1 << 14
DIRECTORY_RIGHTS = (1 << 13) - 1 | REFER  # every right of ABI 1 plus moving and linking between folders


class ConfinementUnavailable(Exception):
    """This system has no Landlock; the process stays as the user's rights leave it."""


def abi() -> int:
    """Landlock version the kernel offers, 0 for none."""
    if not sys.platform.startswith("linux"):
        return 0
    version = _libc().syscall(CREATE_RULESET, None, 0, 1)
    return max(0, int(version))


def close_folders(closed: Iterable[Path], *, writable: Iterable[Path]) -> None:
    """Close the folders to this process and its children, irrevocably; writable: where they may write.

    Raises ConfinementUnavailable.
    """
    version = abi()
    if version < 2:
        raise ConfinementUnavailable("the kernel offers no Landlock (version 2 or later)")
    rights = DIRECTORY_RIGHTS | (TRUNCATE if version >= 3 else 0)
    ruleset = _call(CREATE_RULESET, struct.pack("=Q", rights), 8, 0)
    for path, may_write in open_paths(closed, writable).items():
        _allow(ruleset, path, rights if may_write else READING)
    if _libc().prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        raise ConfinementUnavailable("no_new_privs was refused")
    _call(RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)


def open_paths(closed: Iterable[Path], writable: Iterable[Path]) -> dict[Path, bool]:
    """The widest existing paths that contain none of the closed ones, and whether each may be written to."""
    shut = {path.resolve() for path in closed}
    free = {path.resolve() for path in writable}
    ancestors = {ancestor for path in shut for ancestor in path.parents}
    widest = {child for folder in ancestors for child in _children(folder)}
    wanted = (widest | free) - ancestors - shut
    return {
        path: not free.isdisjoint({path, *path.parents})
        for path in sorted(wanted)
        if shut.isdisjoint(path.parents)
    }


def _children(folder: Path) -> list[Path]:
    try:
        return [child for child in folder.iterdir() if not child.is_symlink()]
    except PermissionError:
        return []


def _allow(ruleset: int, path: Path, rights: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except (FileNotFoundError, PermissionError):
        return  # gone meanwhile, or not ours to open anyway
    try:
        allowed = rights if path.is_dir() else rights & (FILE_RIGHTS | TRUNCATE)
        _call(ADD_RULE, ruleset, RULE_PATH_BENEATH, struct.pack("=Qi", allowed, descriptor), 0)
    finally:
        os.close(descriptor)


def _call(number: int, *arguments: object) -> int:
    result = int(_libc().syscall(number, *arguments))
    if result < 0:
        raise ConfinementUnavailable(os.strerror(ctypes.get_errno()))
    return result


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
