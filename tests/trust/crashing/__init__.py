"""The machine fails while Prongsai works: killed, refused by the disk, without what it needs."""
