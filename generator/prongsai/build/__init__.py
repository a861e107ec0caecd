"""Sites of Markdown -> HTML. This package is the only one that knows MkDocs."""

from prongsai.build.builder import Builder
from prongsai.build.configuration import root_place
from prongsai.build.mkdocs_site import write_site

__all__ = ["Builder", "root_place", "write_site"]
