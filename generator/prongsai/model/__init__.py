"""What the data mean: closed, frozen models of each file, and the types of their fields."""
