"""The world: rules, columns, and two drivers that give the same trajectory."""
