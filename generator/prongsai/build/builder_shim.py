"""Shim until the real builder is merged."""

import shutil
from pathlib import Path

from prongsai.build.mkdocs_site import build_site


class Builder:
    def __init__(self, project):
        self.project = project

    def build(self, site, target):
        build_site(self.project, site, target)
        shutil.rmtree(target / "assets", ignore_errors=True)


def write_assets(project, target):
    target.mkdir(parents=True)
    (target / "x").write_text("x")
