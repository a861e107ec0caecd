"""Templates as they were compiled before, so that a process that makes one body need not compile them all.

It must not know what a template says. The folder can be deleted at any time.
"""

from __future__ import annotations

from pathlib import Path

from jinja2 import FileSystemBytecodeCache


class CompiledTemplates(FileSystemBytecodeCache):
    """A file a template, good as long as nothing changes that any template is compiled with."""

    def __init__(self, folder: Path, digest: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        super().__init__(str(folder))
        self._digest = digest

    def get_source_checksum(self, source: str) -> str:
        """A digest of the template and of all else; a part of one template may be written out in another."""
        return super().get_source_checksum(self._digest + source)
