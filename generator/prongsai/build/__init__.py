"""Sites of Markdown -> HTML. This package is the only one that knows MkDocs."""

from prongsai.build.mkdocs_site import build_site, root_place, write_site
from prongsai.build.preview import serve_folder

__all__ = ["build_site", "root_place", "serve_folder", "write_site"]
