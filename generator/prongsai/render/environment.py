"""The Jinja environment: strict, escaping, with the theme's words and the filters.

It reads the theme once; a page is rendered from values alone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from prongsai import addresses
from prongsai.render import filters


@dataclass(frozen=True, slots=True)
class Theme:
    """The templates and the words that they are written in."""

    environment: Environment
    words: filters.Words
    speller: filters.Speller


def load_theme(folder: Path) -> Theme:
    """Read `words.yml` and make ready the templates of a theme's folder."""
    words = yaml.load((folder / "words.yml").read_text("utf-8"), yaml.CSafeLoader)
    speller = filters.Speller(words)
    environment = Environment(
        loader=FileSystemLoader(folder),
        comment_start_string="<#",
        comment_end_string="#>",
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals |= {"words": words, "addresses": addresses}
    environment.filters |= _filters(speller)
    return Theme(environment, words, speller)


def _filters(speller: filters.Speller) -> dict[str, Any]:
    return {
        "meta": meta_text,
        "md": filters.escape_markdown,
        "decimal": filters.decimal_text,
        "signed": filters.signed_text,
        "is_number": filters.is_number,
        "thai_date": speller.date,
        "when": speller.when,
        "period": speller.period,
        "code": speller.code,
        "figure": speller.figure,
        "year_label": speller.year,
        "measure_address": filters.measure_address,
    }


def meta_text(text: str) -> Markup:
    """A value of the front matter: Material writes it into HTML as it is, so it is escaped here."""
    return Markup(json.dumps(str(escape(text)), ensure_ascii=False))
