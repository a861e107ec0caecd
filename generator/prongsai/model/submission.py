"""The state of a year that was submitted for assessment: `<year>/submitted.yml`.

It only names a commit; what the body said then is read from the repository's history.
"""

from __future__ import annotations

from prongsai.model.closed import DataFile
from prongsai.model.scalars import CommitId, Day


class Submission(DataFile):
    """The commit whose data were submitted, and the day on which OIT closed."""

    commit: CommitId
    date: Day
