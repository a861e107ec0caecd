"""Words and exit codes: the only layer that prints. 0 is fine, 1 is a fault of the data, 2 of the operator.

Every text stands in `words.yml`; a module of this folder holds the verbs of one kind.
"""

from prongsai.cli import new as new  # the verbs join the group as they are imported
from prongsai.cli import office as office
from prongsai.cli import site as site
from prongsai.cli import todo as todo
from prongsai.cli.group import main
from prongsai.cli.texts import words

__all__ = ["main", "words"]
