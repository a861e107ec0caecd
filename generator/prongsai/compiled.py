"""Templates as they were compiled before, so that a process that makes one body need not compile them all.

It must not know what a template says. The folder can be deleted at any time; what is damaged is no file.
"""

from __future__ import annotations

import os
from hashlib import blake2b
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

_SIZE = 32


class CompiledTemplates(BytecodeCache):
    """A file a template, good as long as nothing changes that any template is compiled with.

    Python crashes on compiled code that is damaged, so that each file begins with the digest of what follows.
    """

    def __init__(self, folder: Path, digest: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._digest = digest

    def get_source_checksum(self, source: str) -> str:
        """A digest of the template and of all else; a part of one template may be written out in another."""
        return super().get_source_checksum(self._digest + source)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket with what was kept; leave it empty if that is not what was written."""
        path = self._folder / bucket.key
        kept = path.read_bytes() if path.is_file() else b""
        if kept[:_SIZE] == _digest_of(kept[_SIZE:]):
            bucket.bytecode_from_string(kept[_SIZE:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what is in the bucket; other processes see the whole file or none."""
        code = bucket.bytecode_to_string()
        fresh = self._folder / f"{bucket.key}.{os.getpid()}"
        fresh.write_bytes(_digest_of(code) + code)
        fresh.replace(self._folder / bucket.key)


def _digest_of(code: bytes) -> bytes:
    return blake2b(code, digest_size=_SIZE).digest()
