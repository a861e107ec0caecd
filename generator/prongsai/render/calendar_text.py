"""Work lists -> an iCalendar file (RFC 5545) that phones, Google Calendar and Outlook show and subscribe to.

A task with a day is an all-day event, since hardly any calendar shows a VTODO. It must not read the clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from prongsai.derive.tasks import Task
from prongsai.render.content_lines import LINE_END, component, escaped, folded
from prongsai.render.todo_text import WorkList

PRODUCER = "-//Prongsai//TH"
REMIND_DAYS = 7
REMIND_BEFORE = f"-P{REMIND_DAYS - 1}DT15H"
"""Before the day's first minute: nine in the morning, so many days earlier."""
REFRESH = "P1D"
THAI_TIME = (
    "TZID:Asia/Bangkok",
    *component("STANDARD", ("DTSTART:19700101T000000", "TZOFFSETFROM:+0700", "TZOFFSETTO:+0700")),
)
"""The time zone: all-day events need none, but a calendar must hold something even without them."""


def calendar_text(lists: Iterable[WorkList], name: str) -> str:
    """Return a calendar with every task that has a day; one without tasks is whole, too."""
    lines = component("VCALENDAR", _calendar(lists, name))
    return "".join(f"{folded(line)}{LINE_END}" for line in lines)


def command_calendar(lists: Sequence[WorkList]) -> str:
    """Return one calendar of several bodies, under the names of all of them."""
    titles = (each.theme.words["todo"]["calendar"]["command"] for each in lists[:1])
    names = ", ".join(each.todo.report.unit.label for each in lists)
    return calendar_text(lists, "".join(titles).format(unit=names))


def _calendar(lists: Iterable[WorkList], name: str) -> Iterator[str]:
    yield "VERSION:2.0"
    yield f"PRODID:{PRODUCER}"
    yield "CALSCALE:GREGORIAN"
    yield f"NAME:{escaped(name)}"
    yield f"X-WR-CALNAME:{escaped(name)}"
    yield f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}"
    yield f"X-PUBLISHED-TTL:{REFRESH}"
    yield from component("VTIMEZONE", THAI_TIME)
    for work in lists:
        for task in work.todo.tasks:
            if task.due:
                yield from component("VEVENT", _event(work, task, task.due))


def _event(work: WorkList, task: Task, due: date) -> Iterator[str]:
    teller, names = work.theme.tasks, work.owner_names(task)
    owners = work.theme.words["todo"]["owners"].format(names=", ".join(names)) if names else ""
    told = [teller.why(task), owners, teller.remedy(task), work.page(task)]
    about = "\n".join(filter(None, told))
    summary = escaped(f"{teller.kind(task)}: {work.title(task)}")
    yield f"SUMMARY:{summary}"
    yield f"DTSTART;VALUE=DATE:{due:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{due + timedelta(days=1):%Y%m%d}"
    yield f"DTSTAMP:{work.todo.report.today:%Y%m%d}T000000Z"
    yield f"UID:{escaped(task.id)}@prongsai"
    yield f"CATEGORIES:{','.join(map(escaped, names or [teller.owner('')]))}"
    yield f"DESCRIPTION:{escaped(about)}"
    yield "TRANSP:TRANSPARENT"
    if work.place.site_url:
        yield f"URL:{work.page(task)}"
    if due >= task.today:
        yield from component("VALARM", _reminder(summary))


def _reminder(summary: str) -> Iterator[str]:
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{summary}"
    yield f"TRIGGER:{REMIND_BEFORE}"
