"""What officers do with their files: report progress, open a unit or a year, freeze what was submitted.

A task computes and writes; it never prints or asks, and the pipeline does not know it.
"""
