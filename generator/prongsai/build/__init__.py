"""Sites of Markdown -> HTML. This package is the only one that knows MkDocs."""

from prongsai.build.builder import Builder, write_assets
from prongsai.build.mkdocs_site import root_place, write_site
from prongsai.build.preview import serve_folder

__all__ = ["Builder", "root_place", "serve_folder", "write_assets", "write_site"]
