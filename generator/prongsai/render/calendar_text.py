"""Work lists -> an iCalendar file (RFC 5545) that phones, Google Calendar and Outlook show and subscribe to.

A task with a day is an all-day event, since hardly any calendar shows a VTODO. It must not read the clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneStandard, vDuration

from prongsai.derive.tasks import Task
from prongsai.render.todo_text import WorkList

PRODUCER = "-//Prongsai//TH"
REMIND_BEFORE = timedelta(days=7) - timedelta(hours=9)
"""Before the day's first minute: nine in the morning, a week earlier."""
REFRESH = timedelta(days=1)
THAI_TIME = ("Asia/Bangkok", timedelta(hours=7))


def calendar_text(lists: Iterable[WorkList], name: str) -> str:
    """Return a calendar with every task that has a day; one without tasks is whole, too."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for label in ("name", "x-wr-calname"):
        calendar.add(label, name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    calendar.add_component(_thai_time())
    for each in lists:
        for event in _events(each):
            calendar.add_component(event)
    return str(calendar.to_ical(), "utf-8")


def command_calendar(lists: Sequence[WorkList]) -> str:
    """Return one calendar of several bodies, under the names of all of them."""
    titles = (each.theme.words["todo"]["calendar"]["command"] for each in lists[:1])
    names = ", ".join(each.todo.report.unit.label for each in lists)
    return calendar_text(lists, "".join(titles).format(unit=names))


def _thai_time() -> Timezone:
    """The time zone: all-day events need none, but a calendar must hold something even without them."""
    name, offset = THAI_TIME
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", name)
    standard.add("dtstart", datetime(1970, 1, 1))
    standard.add("tzoffsetfrom", offset)
    standard.add("tzoffsetto", offset)
    zone.add_component(standard)
    return zone


def _events(work: WorkList) -> Iterator[Event]:
    stamp = datetime.combine(work.todo.report.today, time(), UTC)
    for task in work.todo.tasks:
        if task.due:
            event = _event(work, task)
            event.add("dtstamp", stamp)
            event.add("dtstart", task.due)
            event.add("dtend", task.due + timedelta(days=1))
            if task.due >= task.today:
                event.add_component(_reminder(str(event["summary"])))
            yield event


def _event(work: WorkList, task: Task) -> Event:
    teller, names = work.theme.tasks, work.owner_names(task)
    owners = work.theme.words["todo"]["owners"].format(names=", ".join(names)) if names else ""
    about = [teller.why(task), owners, teller.remedy(task), work.page(task)]
    event = Event()
    event.add("uid", f"{task.id}@prongsai")
    event.add("summary", f"{teller.kind(task)}: {work.title(task)}")
    event.add("description", "\n".join(filter(None, about)))
    event.add("categories", names or [teller.owner("")])
    event.add("transp", "TRANSPARENT")
    if work.place.site_url:
        event.add("url", work.page(task))
    return event


def _reminder(text: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -REMIND_BEFORE)
    alarm.add("description", text)
    return alarm
