"""What an editor needs to help with the data files: settings, schemas, and which extension reads them.

It must not write. The schemas stand in the project itself, so that no editor asks another host.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from prongsai.schemas import DATA_FILES, schema_name, schema_texts

EDITOR = ".vscode/"
SCHEMAS = f"{EDITOR}schemas/"
SETTINGS = f"{EDITOR}settings.json"
EXTENSIONS = f"{EDITOR}extensions.json"
_EXTENSION = "redhat.vscode-yaml"


def editor_files() -> Mapping[str, bytes]:
    """The files of VS Code by their paths below the project."""
    texts = {**editor_settings(), **schema_files()}
    return {path: text.encode("utf-8") for path, text in texts.items()}


def editor_settings() -> Mapping[str, str]:
    """The files that officers may change, by their paths below the project."""
    return {EXTENSIONS: _json({"recommendations": [_EXTENSION]}), SETTINGS: _json(_settings())}


def schema_files() -> Mapping[str, str]:
    """The schemas by their paths below the project."""
    return {f"{SCHEMAS}{name}": text for name, text in schema_texts().items()}


def _settings() -> Mapping[str, object]:
    """Lines end as git keeps them; what the extension calls a format is left to `prongsai fmt`."""
    return {
        "yaml.schemas": {
            f"./{SCHEMAS}{schema_name(model)}": f"units/{glob}" for glob, model in DATA_FILES.items()
        },
        "yaml.schemaStore.enable": False,
        "yaml.format.enable": False,
        "[yaml]": {"editor.tabSize": 2, "editor.insertSpaces": True, "editor.wordWrap": "on"},
        "files.eol": "\n",
        "files.encoding": "utf8",
        "files.insertFinalNewline": True,
        "files.trimTrailingWhitespace": False,
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
