"""Where every page of a body stands, below the body's own address. An address never moves.

It must not know what a page shows.
"""

from __future__ import annotations

HOME = ""
HISTORY = "history/"
CHANGES = "changes/"
"""What changed and when; anchors are commits' ids (`#c0d444de…`), shortened to `SHORT_ID` digits."""
SHORT_ID = 12
FEED = "feed.xml"
DATA = "data/"
"""Below the portal: the open data of all bodies."""
ASSETS = "assets/"
"""At the website's root: the files that all pages share."""
PROVINCES = "province/"
"""Below the portal: the pages of single provinces."""
SCHEMAS = "schemas/"
"""At the website's root: what each data file may hold, for editors."""
FORM = "admin/"
"""At the website's root: the form in which officers edit the data, if the project has one."""
RESERVED = frozenset(("admin", "assets", "data", "oit", "province", "schemas", "search"))
"""First parts of addresses at the website's root that no body can have."""
_OF_A_BODY = frozenset((CHANGES.rstrip("/"), HISTORY.rstrip("/"), "evidence"))
"""What stands there besides years, where the only body has the root."""
_OF_ANY_SITE = frozenset(("404", "index"))


def is_taken(name: str) -> bool:
    """Tell whether a page of that name at the website's root would stand where the program has its own."""
    is_year = len(name) == 4 and name.isascii() and name.isdecimal()
    return is_year or name.lower() in RESERVED | _OF_A_BODY | _OF_ANY_SITE


def grid_page(year: int) -> str:
    """Below the portal: every body's answers to an assessed year's OIT items."""
    return f"oit/{year}/"


def province_page(province: str) -> str:
    """Below the portal: the bodies of one province, where there are many; its grids stand below it."""
    return f"{PROVINCES}{province}/"


def submitted_page(year: int) -> str:
    """A year as it was submitted; its pages stand below at the addresses that they have in the site."""
    return f"{year}/submitted/"


def change_anchor(commit: str) -> str:
    """A commit on the page of changes."""
    return f"c{commit[:SHORT_ID]}"


def results_page(year: int) -> str:
    """The scores of a fiscal year; anchors are codes (`#i19`)."""
    return f"{year}/results/"


def analysis_page(year: int) -> str:
    """The analysis that a year's plan rests on; anchors are sections and findings."""
    return f"{year}/analysis/"


def measures_page(year: int) -> str:
    """The table of a year's measures; anchors are measures' ids."""
    return f"{year}/measures/"


def measure_page(year: int, measure: str) -> str:
    """One measure; anchors are its parts (`#progress`)."""
    return f"{year}/measures/{measure}/"


def owners_page(year: int) -> str:
    """A year's measures department by department; anchors are owners' ids."""
    return f"{year}/owners/"


def status_page(year: int) -> str:
    """A year's measures state by state; anchors are states and remarks (`#late`)."""
    return f"{year}/status/"


def progress_page(year: int) -> str:
    """How far a year's measures have come."""
    return f"{year}/progress/"


def notice_page(year: int) -> str:
    """One sheet of paper for the notice board: score, measures, owners, states."""
    return f"{year}/notice/"


def todo_page(year: int) -> str:
    """What is left to do of a year's measures; anchors are owners' ids."""
    return f"{year}/todo/"


def oit_page(year: int) -> str:
    """The answer sheet of an assessed year; anchors are items (`#o34`)."""
    return f"{year}/oit/"


def data_page(year: int) -> str:
    """The open data of a fiscal year; its files stand beside it (`scores.csv`)."""
    return f"{year}/data/"


def everything_file(year: int) -> str:
    """All that a year's pages show, as one file beside the open data."""
    return f"{data_page(year)}everything.json"
