"""Templates compiled with shortcuts say what plain Jinja says: on all pages and in the language's corners."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader, Environment, FileSystemLoader, StrictUndefined
from jinja2.exceptions import UndefinedError
from markupsafe import Markup

from conftest import ROOT
from prongsai.bodies import read_body
from prongsai.compiled import CompiledTemplates
from prongsai.content import load_content
from prongsai.folders import unit_folders
from prongsai.history import read_history
from prongsai.project import Project
from prongsai.render import render_unit
from prongsai.render.compiling import PageEnvironment, shown
from prongsai.render.environment import load_theme
from prongsai.render.frame import Place

PARTS = {
    "parts.j2": """
{% macro cell(label, class='') -%}
<td data="{{ label }}"{% if class %} class="{{ class }}"{% endif %}>{{ caller() }}</td>
{%- endmacro %}
{% macro number(label, value) -%}
<td data="{{ label }}">{{ value }}</td>
{%- endmacro %}
{% macro twice(value) -%}
{{ value }}{{ value }}
{%- endmacro %}
{% macro worded(value) -%}
{{ words.greeting }} {{ value }}
{%- endmacro %}
{% macro reader(value) -%}
{{ name }} {{ value }}
{%- endmacro %}
{% macro listed(values) %}
{% for value in values %}<li>{{ value }}</li>
{% endfor %}
{% endmacro %}
"""
}
IMPORT = "{% from 'parts.j2' import cell, number, twice, worded, reader, listed with context %}"
CASES = {
    "a wrapped cell": "{% call cell('<ก>') %}{{ name }} & {{ mark }}{% endcall %}\n|",
    "a class": "{% call cell('ก', 'px') %}x{% endcall %}\n{% call cell('ข') %}{% endcall %}\n",
    "a call in a cell": "{% call cell('ก') %}{{ number('ข', name) }}{{ worded(mark) }}{% endcall %}",
    "a cell in a cell": "{% call cell('ก') %}{% call cell('ข') %}{{ name }}{% endcall %}{% endcall %}",
    "a number in a loop": "{% for each in [1, none, 2.5] %}{{ number(loop.index, each) }}\n{% endfor %}",
    "an argument used twice": "{{ twice(next()) }} {{ twice(name) }} {{ twice('<') }}",
    "the macro's own name for what the page names": "{% set label = 1 %}{{ number(label + 1, label) }}",
    "a name that the page hides": "{% for words in [1] %}{{ words }}{% endfor %}{{ worded('<') }}",
    "a name that hides what all know": "{% for words in [{'greeting': 1}] %}{{ worded('<') }}{% endfor %}",
    "a macro of the same name": "{% macro number(a, b) %}own {{ a }}{% endmacro %}{{ number(1, 2) }}",
    "a value of the same name": "{% for number in [next] %}{{ number() }}{% endfor %}{{ number('ก', 1) }}",
    "what the context knows": "{% for name in ['other'] %}{{ reader(name) }}{% endfor %}",
    "a macro with a loop": "{% for value in [1, 2] %}{{ listed([value, '<']) }}{{ value }}{% endfor %}",
    "a value set in a cell": "{% set a = 1 %}{% call cell('ก') %}{% set a = 2 %}{{ a }}{% endcall %}{{ a }}",
    "a named argument": "{{ number(value=name, label='ก') }}",
    "a macro in a term": "{{ number('ก', 1) ~ '<' }}",
    "a choice": "{{ number('ก', name if mark else '') }}{{ 'a' if false }}",
}
VALUES: dict[str, Any] = {"name": "<b> & 'x'", "mark": Markup("<i>ก</i>")}


def said_by(kind: type[Environment], source: str) -> str:
    counter = iter(range(9))
    loader = DictLoader({**PARTS, "page": IMPORT + source})
    options: dict[str, Any] = {
        "autoescape": True,
        "undefined": StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
    }
    environment = kind(loader=loader, **options)
    environment.globals |= {"words": {"greeting": "<สวัสดี>"}, "next": lambda: next(counter)}
    return environment.get_template("page").render(**VALUES)


@pytest.mark.parametrize("source", CASES.values(), ids=CASES.keys())
def test_a_template_says_what_plain_jinja_says(source: str) -> None:
    try:
        plain = said_by(Environment, source)
    except UndefinedError as error:
        with pytest.raises(UndefinedError, match=str(error)):
            said_by(PageEnvironment, source)
    else:
        assert said_by(PageEnvironment, source) == plain


def test_a_plain_macro_is_written_out_where_it_is_called() -> None:
    environment = PageEnvironment(DictLoader(PARTS), autoescape=True)
    source = environment.compile(
        IMPORT + "{% call cell('x') %}{{ a }}{% endcall %}{{ number('y', b) }}", raw=True
    )
    assert "context.call(" not in source


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a & <b>", "a &amp; &lt;b&gt;"),
        ("'\"", "&#39;&#34;"),
        ("ก", "ก"),
        (Markup("<b>"), "<b>"),
        (3, "3"),
        (None, "None"),
        ("", ""),
    ],
)
def test_what_an_author_wrote_is_escaped_and_markup_is_not(value: object, text: str) -> None:
    assert shown(value) == text


def test_every_page_of_the_bodies_is_that_of_plain_jinja() -> None:
    project, day = Project(ROOT), date(2026, 11, 21)
    theme, content, place = load_theme(project.theme), load_content(project), Place("x/", "https://a.go.th/")
    ours = theme.environment
    plain = Environment(
        loader=ours.loader,
        comment_start_string=ours.comment_start_string,
        comment_end_string=ours.comment_end_string,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    plain.globals, plain.filters = ours.globals, ours.filters
    history = read_history(project)
    for folder in unit_folders(project):
        report = read_body(project, folder.name, history.unit(folder.name), day).report()
        site = render_unit(theme, report, place, content)
        assert site == render_unit(replace(theme, environment=plain), report, place, content)


def test_compiled_templates_serve_only_the_theme_that_they_were_compiled_with(tmp_path: Path) -> None:
    folder = tmp_path / "theme"
    folder.mkdir()
    (folder / "page.j2").write_text("{% from 'part.j2' import sign %}{{ sign('x') }}", "utf-8")

    def page(digest: str, part: str) -> str:
        (folder / "part.j2").write_text(f"{{% macro sign(it) %}}{part}{{{{ it }}}}{{% endmacro %}}", "utf-8")
        compiled = CompiledTemplates(tmp_path / "compiled", digest)
        return (
            PageEnvironment(FileSystemLoader(folder), bytecode_cache=compiled)
            .get_template("page.j2")
            .render()
        )

    assert page("one", "ก") == "กx"
    assert page("one", "ข") == "กx", "the page was not compiled again, and its part is written out in it"
    assert page("two", "ข") == "ขx"
    assert len(list((tmp_path / "compiled").iterdir())) == 1, "a newer one takes the older one's place"
