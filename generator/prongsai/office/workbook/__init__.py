"""A fiscal year of a body as an Excel workbook, and a filled workbook back into the body's files.

What the workbook does not show stays in the files as it is.
"""
