"""Words and exit codes: the only layer that prints. 0 is fine, 1 is a fault of the data, 2 of the operator.

Every text stands in `words.yml`; a module of this folder holds the verbs of one kind.
"""

from prongsai.cli.group import main
from prongsai.cli.texts import words

__all__ = ["main", "words"]
