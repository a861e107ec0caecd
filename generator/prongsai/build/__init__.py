"""Sites of Markdown -> HTML. This package is the only one that knows MkDocs."""

from prongsai.build.builder_shim import Builder, write_assets
from prongsai.build.mkdocs_site import build_site, root_place, write_site
from prongsai.build.preview import serve_folder

__all__ = ["Builder", "write_assets", "build_site", "root_place", "serve_folder", "write_site"]
